public import WebSocket

/// The site that a page comes from, as a browser says it in `Origin`: scheme, host and port.
public struct Origin: Equatable, Sendable {
    /// `http` or `https`: no other pages have sockets.
    private let scheme: String
    /// In lower case and always with its port, so that `example.org` and `example.org:80` are the same.
    private let authority: String

    /// Reads `SCHEME://HOST[:PORT]`; nil for anything else, `null` included.
    public init?(_ text: String) {
        let lowered = text.lowercased()
        let isSecure = lowered.hasPrefix("https://")
        guard isSecure || lowered.hasPrefix("http://") else { return nil }
        self.init(scheme: isSecure ? "https" : "http", authority: lowered.dropFirst(isSecure ? 8 : 7))
    }

    private init?(scheme: String, authority: some StringProtocol) {
        guard !authority.isEmpty, !authority.contains(where: { "/?#@, ".contains($0) }) else { return nil }
        self.scheme = scheme
        let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
        let hasPort = authority[afterAddress...].contains(":")
        self.authority = authority + (hasPort ? "" : scheme == "https" ? ":443" : ":80")
    }

    /// Whether this is the site that a request to that `Host` goes to. What `Host` leaves out is the port of
    /// the origin's own scheme: a proxy in front may speak TLS for us.
    func isSite(of host: String) -> Bool {
        Origin(scheme: scheme, authority: host.lowercased()) == self
    }
}

extension HTTPRequest {
    /// Whether a page of another site sent this: an `Origin` whose host and port are neither `Host` nor
    /// listed. Programs that are no browsers send none and are welcome.
    public func hasForeignOrigin(allowed: [Origin]) -> Bool {
        let origins = fields.filter { $0.name == "origin" }
        guard let first = origins.first else { return false }
        guard origins.count == 1, let origin = Origin(first.value) else { return true }
        if allowed.contains(origin) { return false }
        return !(self.first("host").map { origin.isSite(of: $0) } ?? false)
    }
}
