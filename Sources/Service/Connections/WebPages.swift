import WebAssets
import WebSocket

/// The files of the web client, ready to be served.
struct WebPages: Sendable {
    struct Page: Sendable {
        let contentType: String
        let bytes: [UInt8]
        /// Empty where compressing gains nothing.
        let zipped: [UInt8]
        let entityTag: String
    }

    private let pages: [String: Page]

    init(_ assets: [WebAsset]) {
        var pages: [String: Page] = [:]
        for asset in assets { pages[asset.path] = Page(asset) }
        self.pages = pages
    }

    /// The page of a path of the site; what is not listed is not there, whatever the path spells.
    func page(path: String) -> Page? {
        path.hasPrefix("/") ? pages[String(path.dropFirst())] : nil
    }

    /// The page at `/` and at `/b/NAME`.
    var index: Page? { pages["index.html"] }

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
        // FNV-1a over the bytes: an entity tag tells versions apart, it proves nothing.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        entityTag = String(hash, radix: 16)
    }
}
