import Foundation

// Turns the files of folders into one Swift file, for `EmbedWebPlugin`.
//
// Each byte becomes the character of the same number, so that any file, text or not, is one string literal.
// The compiler takes 0.2 s for 300 KB of string literals, and 25 to 50 s for as many bytes in array literals.

/// `EmbedWeb OUTPUT FOLDER PREFIX [FOLDER PREFIX]...`: writes what is in the folders, whatever its depth, as
/// the Swift file OUTPUT. The prefix comes before the paths of its folder.
@main
struct EmbedWeb {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let output = words.first.map({ URL(filePath: $0) }), words.count % 2 == 1 else {
            FileHandle.standardError.write(Data("usage: EmbedWeb OUTPUT FOLDER PREFIX ...\n".utf8))
            exit(64)
        }
        var files: [(path: String, bytes: Data)] = []
        for place in stride(from: words.startIndex + 1, to: words.endIndex, by: 2) {
            let folder = URL(filePath: words[place], directoryHint: .isDirectory)
            for path in try paths(below: folder) {
                files.append((words[place + 1] + path, try Data(contentsOf: folder.appending(path: path))))
            }
        }
        var source = "/// Path and packed content of every file of the web client.\n"
        source += "let embeddedFiles: [(path: String, packed: String)] = [\n"
        for (path, bytes) in files.sorted(by: { $0.path < $1.path }) {
            source += "    (path: \(path.debugDescription), packed: \"\(literal(bytes))\"),\n"
        }
        source += "]\n"
        // SwiftPM asks more often than the folder changes. A file left alone spares the compiler what
        // follows.
        let bytes = Data(source.utf8)
        if (try? Data(contentsOf: output)) != bytes {
            try bytes.write(to: output, options: .atomic)
        }
    }

    /// The regular files below `folder`; what begins with a dot is nobody's asset.
    static func paths(below folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { path in
                let attributes = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
                return attributes.isRegularFile == true
                    && !path.split(separator: "/").contains { $0.hasPrefix(".") }
            }
    }

    /// The inside of a string literal whose characters have the numbers of `bytes`.
    static func literal(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): text += "\\\\"
            case UInt8(ascii: "\""): text += "\\\""
            case UInt8(ascii: "\n"): text += "\\n"
            case 0..<0x20, 0x7f..<0xa0: text += "\\u{\(String(byte, radix: 16))}"
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }
}
