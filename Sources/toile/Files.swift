import Canvas
import Glibc
import WebAssets

/// A palette from a file.
enum PaletteFile {
    static func read(_ path: String) throws(Failure) -> Palette {
        guard let bytes = Files.read(path, bytesMax: 1 << 20) else {
            throw Failure(
                .badConfiguration, "cannot read the palette \(path): \(String(cString: strerror(errno)))",
                "check --palette")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do throws(PaletteError) {
            return try Palette(text: String(decoding: bytes, as: UTF8.self), name: name)
        } catch {
            throw Failure(
                .badConfiguration, "\(path) is no palette: \(error)", "see Assets/Palettes for examples")
        }
    }
}

/// The web client from a folder, while it is being worked on: read once, at the start. Its icons are those
/// that were built in, unless the folder has a file of that name.
enum WebFolder {
    static func read(_ path: String) throws(Failure) -> [WebAsset] {
        var assets: [WebAsset] = []
        collect(path, "", into: &assets)
        guard assets.contains(where: { $0.path == "index.html" }) else {
            throw Failure(.badConfiguration, "there is no index.html in \(path)", "check --web")
        }
        let own = Set(assets.map(\.path))
        return assets + WebAssets.all.filter { $0.path.hasPrefix("images/") && !own.contains($0.path) }
    }

    private static func collect(_ root: String, _ below: String, into assets: inout [WebAsset]) {
        guard let folder = opendir(root + "/" + below) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = below.isEmpty ? name : below + "/" + name
            if let bytes = Files.read(root + "/" + path, bytesMax: 16 << 20) {
                assets.append(WebAsset(path: path, bytes: bytes))
            } else {
                collect(root, path, into: &assets)
            }
        }
    }
}

enum Files {
    /// Why the last of these calls failed, in the system's words.
    static var lastError: String { String(cString: strerror(errno)) }

    /// The bytes of a regular file; nil, and `errno`, where there is none.
    static func read(_ path: String, bytesMax: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= bytesMax {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        errno = EFBIG
        return nil
    }
}
