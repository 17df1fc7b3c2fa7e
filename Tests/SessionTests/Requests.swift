import WebSocket

/// A request as a test needs it.
func request(
    _ method: String = "GET", _ target: String = "/", _ fields: [(String, String)] = []
) -> HTTPRequest {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return HTTPRequest(
        method: method, path: parts[0], query: parts.count > 1 ? parts[1] : nil,
        fields: fields.map { HTTPField(name: $0.0, value: $0.1) })
}
