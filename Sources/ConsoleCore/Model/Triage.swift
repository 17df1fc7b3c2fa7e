import Cells
import Wire

extension ConsoleModel {
    /// What a terminal too small for anything else shows: the numbers that matter and the reports that wait.
    func drawTriage(into grid: inout CellGrid) {
        let numbers = world.board(options.board) ?? BoardNumbers()
        let bold = Style.plain.adding(.bold)
        let online = Numbers.grouped(numbers.online)
        let rate = Numbers.grouped(numbers.perSecond)
        let state = staleMark ?? defenceWord
        grid.put(" toile   \(online) on  \(rate) px/s  \(state)", x: 0, y: 0, style: bold)
        let slow = world.health.broadcastSlowMicros / 1000
        let seconds = numbers.cooldownMillis / 1000
        grid.put(
            " reports \(world.reports.count)  flags \(world.signals.periodic)  cd \(seconds)s  p99 \(slow)ms",
            x: 0, y: 1)
        let footer = grid.height - 2
        let state80 = lists[.reports] ?? ListState()
        for (offset, report) in triageReports.dropFirst(state80.top).prefix(max(0, footer - 4)).enumerated() {
            let isSelected = "\(report.number)" == state80.selected
            let place = CellText("\(report.x),\(report.y)").padded(to: 8)
            let name = CellText(LiveScreen.shortName(report.name, report.person)).padded(to: 7)
            let rule = CellText(report.rule.label.split(separator: " ").first ?? "").padded(to: 7)
            let age = CellText(Moments.age(Moments.span(from: report.at, to: clock))).padded(to: 6, .right)
            let claimed = report.claimedBy.isEmpty ? "" : " \(report.claimedBy)"
            let line: CellText = "\(isSelected ? ">" : " ") \(report.number) "
            grid.put(
                line + place + " " + name + " " + rule + age + CellText(claimed), x: 0, y: 3 + offset,
                style: isSelected ? Style(marks: .reverse) : .plain)
        }
        if let message {
            grid.put(" " + message, x: 0, y: footer - 1, style: bold)
        }
        let acts = allows(.moderator) ? " b ban r rollback d dismiss ! defence" : " Enter open  Q quit"
        grid.put(CellText(acts), x: 0, y: footer)
        grid.put(" widen to 80x24 for the canvas", x: 0, y: footer + 1)
        if let shownSheet { shownSheet.draw(self, into: &grid) }
    }

    private var triageReports: [ReportRecord] { world.reports }
}
