import WebAssets
import Wire

/// The version of the web client, and how it gets into the files that tell it. Equal files have equal
/// versions.
///
/// The folder itself stays plain, so that it can be read, tested and served by anything: its page names its
/// files by their paths.
struct WebVersion {
    static let indexPath = "index.html"
    static let workerPath = "sw.js"
    private static let manifestPath = "manifest.webmanifest"
    /// Where files lie that are served by version. What is not below these is found by its own name.
    private static let folders = ["style/", "js/", "images/"]
    /// What the worker says of version and files until the server does.
    static let workerPlaceholder = #"{ version: "", files: [] }"#

    /// Sixteen hexadecimal digits.
    let text: String
    private let files: [String]

    init(_ assets: [WebAsset]) {
        var hash = ContentHash()
        for asset in assets.sorted(by: { $0.path < $1.path }) {
            // The end of a path and the length keep one file from looking like two.
            hash.add("\(asset.path)\n\(asset.bytes.count)\n".utf8)
            hash.add(asset.bytes)
        }
        text = hash.text
        files = assets.map(\.path).filter(Self.isVersioned).sorted()
    }

    static func isVersioned(_ path: String) -> Bool {
        folders.contains { path.hasPrefix($0) }
    }

    /// The page with its version, and with the names of files that hold for that version alone. They are
    /// relative, `root` being the way to the folder that the site lies in: a proxy may have put it anywhere.
    func page(_ source: [UInt8], root: String) -> [UInt8] {
        var page = String(decoding: source, as: UTF8.self)
        for folder in Self.folders {
            page.replace("=\"\(folder)", with: "=\"\(root)v/\(text)/\(folder)")
        }
        page.replace("=\"\(Self.manifestPath)\"", with: "=\"\(root)\(Self.manifestPath)\"")
        page.replace("<html", with: "<html data-version=\"\(text)\"", maxReplacements: 1)
        return Array(page.utf8)
    }

    /// The worker, told its version and the files that it may keep. Because of the version its bytes change
    /// with those of any file, which is how a browser notices that there is something new.
    func worker(_ source: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("version")
        writer.string(text)
        writer.key("files")
        writer.beginArray()
        for file in files { writer.string(file) }
        writer.endArray()
        writer.endObject()
        var worker = String(decoding: source, as: UTF8.self)
        worker.replace(Self.workerPlaceholder, with: String(decoding: writer.bytes, as: UTF8.self))
        return Array(worker.utf8)
    }
}
