/// One file of the web client.
public struct WebAsset: Sendable {
    /// Where it lies below the page, without a leading slash: `js/main.js`.
    public let path: String
    /// What to say in `Content-Type`.
    public let contentType: String
    /// The file itself.
    public let bytes: [UInt8]

    /// A file of the client that lies at `path`; what it is follows from its name.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.contentType = WebAsset.contentType(of: path)
        self.bytes = bytes
    }

    /// The `Content-Type` of a file, told by the ending of its name.
    public static func contentType(of path: some StringProtocol) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return switch name[name.index(after: dot)...].lowercased() {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/vnd.microsoft.icon"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }
}

/// The web client as it was when the program was built: every file of the folder `Web`, and those of
/// `Assets/Icons` as `images`.
public enum WebAssets {
    /// All files, ordered by path; unpacked when first asked for.
    public static let all: [WebAsset] = embeddedFiles.map { file in
        WebAsset(path: file.path, bytes: unpack(file.packed))
    }

    /// Undoes what `EmbedWeb` did to put any bytes into a string literal: a character each, up to U+00FF.
    static func unpack(_ packed: String) -> [UInt8] {
        packed.unicodeScalars.map { scalar in UInt8(scalar.value) }
    }
}
