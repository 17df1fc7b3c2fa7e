import Canvas
import Moderation

extension CanvasActor {
    /// The text of `/metrics`.
    func metrics(reply: @escaping @Sendable (String) -> Void) {
        whenSurveyed { reply($0.metricsText()) }
    }

    private func metricsText() -> String {
        var metrics = MetricsText()
        metrics.gauge("toile_connections", "Connections that read a board.", book.liveCount)
        metrics.counter(
            "toile_placements_total", "Placements by what became of them.", label: "result",
            PlacementStatus.allCases.map { ($0.name, numbers.resultsEver[Int($0.rawValue)]) })
        metrics.histogram(
            "toile_broadcast_seconds", "From the first placement in a frame to the frame.",
            numbers.broadcastsEver)
        metrics.gauge("toile_queued_bytes", "Bytes that are on their way to connections.", survey.queuedBytes)
        metrics.gauge("toile_slow_clients", "Connections that are behind.", survey.slowCount)
        metrics.counter(
            "toile_dropped_frames_total", "How often what a slow connection missed was put together.",
            survey.droppedEver)
        metrics.histogram("toile_snapshot_seconds", "How long snapshots took.", numbers.snapshots)
        metrics.histogram(
            "toile_journal_fsync_seconds", "How long groups took to become durable.",
            meter.map { DurationHistogram($0.syncTimes) } ?? DurationHistogram())
        metrics.gauge("toile_actor_queue", "Placements that wait for the ledger.", undecidedCount)
        metrics.gauge("toile_reports_open", "Reports that nobody has closed.", openReportCount)
        metrics.gauge("toile_defence_level", "The highest level of defence of any board.", defenceLevelMax)
        return metrics.text
    }

    /// Reports that nobody has closed.
    var openReportCount: Int { moderation.openReports(at: wallClock()).count }

    /// The highest level of defence of any board.
    var defenceLevelMax: Int { Int(boards.map(\.ruleBook.defence.rawValue).max() ?? 0) }
}
