extension CanvasActor {
    /// The text of `/metrics`.
    func metrics(reply: @escaping @Sendable (String) -> Void) {
        var metrics = MetricsText()
        metrics.gauge(
            "toile_connections", "Who reads a board.", boards.reduce(0) { $0 + $1.online.count })
        reply(metrics.text)
    }
}
