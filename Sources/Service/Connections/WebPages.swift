import WebAssets
import WebSocket

/// The files of the web client, ready to be served.
///
/// Each is served by its path, to be asked for again every time, and once more below `/v/VERSION/`, to be
/// kept for good: the version is a hash over all of them. The pages name their files by the latter, so that
/// what a page loads belongs together and is loaded once.
struct WebPages: Sendable {
    struct Page: Sendable {
        let contentType: String
        let bytes: [UInt8]
        /// Empty where compressing gains nothing.
        let zipped: [UInt8]
        let entityTag: String
    }

    /// The version of the files.
    let version: String
    /// The page at `/`.
    let index: Page?
    /// The page at `/b/NAME`, which has to look one folder higher for everything.
    let boardIndex: Page?
    /// All files by their paths; those that are served with something filled in, with that.
    private let pages: [String: Page]

    init(_ assets: [WebAsset]) {
        let version = WebVersion(assets)
        self.version = version.text
        var pages: [String: Page] = [:]
        for asset in assets { pages[asset.path] = Page(asset) }
        let source = assets.first { $0.path == WebVersion.indexPath }?.bytes
        index = source.map { Page(WebAsset(path: WebVersion.indexPath, bytes: version.page($0, root: ""))) }
        boardIndex = source.map {
            Page(WebAsset(path: WebVersion.indexPath, bytes: version.page($0, root: "../")))
        }
        pages[WebVersion.indexPath] = index
        if let worker = assets.first(where: { $0.path == WebVersion.workerPath }) {
            pages[worker.path] = Page(WebAsset(path: worker.path, bytes: version.worker(worker.bytes)))
        }
        self.pages = pages
    }

    /// The file at a path of the site, and whether that path means these very bytes for good; nil where there
    /// is none. What is not listed is not there, whatever the path spells, and neither is another version.
    func page(path: String) -> (page: Page, isForGood: Bool)? {
        guard path.hasPrefix("/") else { return nil }
        if let page = pages[String(path.dropFirst())] { return (page, false) }
        let prefix = "/v/\(version)/"
        guard path.hasPrefix(prefix) else { return nil }
        let file = String(path.dropFirst(prefix.count))
        guard WebVersion.isVersioned(file), let page = pages[file] else { return nil }
        return (page, true)
    }

    /// What a page may do in a browser: nothing but the client's own files and its own server.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")
}

extension WebPages.Page {
    init(_ asset: WebAsset) {
        contentType = asset.contentType
        bytes = asset.bytes
        let isText =
            contentType.hasPrefix("text/") || contentType.contains("json") || contentType.contains("svg")
        let candidate = isText ? Gzip.compress(asset.bytes, level: 9) : []
        zipped = candidate.count < bytes.count ? candidate : []
        var hash = ContentHash()
        hash.add(bytes)
        entityTag = hash.text
    }
}

/// FNV-1a: it tells versions apart, and proves nothing.
struct ContentHash {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Sixteen digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
