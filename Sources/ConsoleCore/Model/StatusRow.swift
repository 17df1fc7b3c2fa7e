import Cells
import Wire

extension ConsoleModel {
    /// The first row: what the server does, how it is, who else is there.
    func drawStatus(into grid: inout CellGrid, _ frame: Frame) {
        let right = staffAndClock(frame)
        let room = frame.width - right.width - 2
        var x = 0
        for part in statusParts(frame) {
            guard x + part.width <= room else { continue }
            x += grid.put(part, x: x, y: 0, style: .plain.adding(.bold))
        }
        grid.put(right, x: frame.width - right.width - 1, y: 0, style: .plain.adding(.bold))
    }

    /// From the left; what has no room is left out.
    private func statusParts(_ frame: Frame) -> [CellText] {
        let numbers = world.board(options.board) ?? BoardNumbers()
        let spark = Sparkline.text(numbers.rates, columns: 8)
        let online = Numbers.grouped(numbers.online)
        let rate = "  \(Numbers.grouped(numbers.perSecond)) px/s "
        let cooldown: CellText = "  cd \(numbers.cooldownMillis / 1000)s"
        if frame.isWide {
            let slow = Numbers.millis(micros: world.health.broadcastSlowMicros)
            return [
                CellText(" toile" + (world.host.isEmpty ? "" : "@" + world.host)),
                "    \(numbers.width)x\(numbers.height) rev \(Numbers.grouped(numbers.seq))",
                "  \(online) online", CellText(rate), spark, cooldown, "  p99 \(slow)",
                "  " + CellText(defenceWord),
            ]
        }
        return [
            " toile", CellText(online).padded(to: max(9, online.utf8.count + 1), .right) + " on",
            CellText(rate), spark, cooldown, "  " + CellText(defenceWord),
        ]
    }

    /// NORMAL, ATTACK 2, FROZEN.
    var defenceWord: String {
        guard let defence = world.defence(of: options.board) else { return "NORMAL" }
        if defence.isFrozen { return "FROZEN" }
        return defence.level == 0 ? "NORMAL" : "ATTACK \(defence.level)"
    }

    private func staffAndClock(_ frame: Frame) -> CellText {
        var names: [String] = []
        for presence in [world.you] + world.staff
        where !presence.user.isEmpty && !names.contains(presence.user) {
            names.append(presence.user)
        }
        let time = staleMark ?? Moments.clock(clock, zone: options.zoneOffsetMillis)
        let shown = names.prefix(frame.isWide ? 6 : 2)
        let more = names.count > shown.count ? "+\(names.count - shown.count)" : ""
        if frame.isWide {
            let all = CellText(shown.joined(separator: " ") + (more.isEmpty ? "" : " " + more))
            return "mods " + all.clipped(to: 40, mark: "~") + "  \(time)"
        }
        let all = CellText(shown.joined(separator: "+") + more).clipped(to: 14, mark: "~")
        return all + " \(time)"
    }

    /// `STALE 00:04` where nothing is known any more.
    var staleMark: String? {
        guard case .lost(let since, _, _, _) = link else { return nil }
        return "STALE " + Moments.left(now - since)
    }

    /// The tabs of a frame, each with the columns it takes.
    func tabs(_ frame: Frame) -> [(screen: Screen, text: CellText, x: Int)] {
        var x = 1
        return Screen.allCases.map { tab in
            let count = tab == .reports && !world.reports.isEmpty ? "(\(world.reports.count))" : ""
            let name = "\(tab.rawValue)\(tab.title)\(count)"
            let text: CellText =
                if tab == screen { "[\(name)]" } else if frame.isWide { " \(name) " } else { "\(name) " }
            defer { x += text.width }
            return (tab, text, x)
        }
    }

    func drawTabs(into grid: inout CellGrid, _ frame: Frame) {
        for tab in tabs(frame) {
            grid.put(tab.text, x: tab.x, y: 1, style: tab.screen == screen ? .plain.adding(.bold) : .plain)
        }
    }

    /// Dims what is out of date and says so.
    func drawStale(into grid: inout CellGrid, _ frame: Frame) {
        guard case .lost(let since, _, let retryAt, let attempt) = link else { return }
        grid.restyle(frame.body) { $0.adding(.dim) }
        let ago = now - since
        let retry = max(0, retryAt - now + 999) / 1000
        let lines: [CellText] = [
            "Connection to the server lost \(Moments.rough(ago)) ago - retry \(attempt) in \(retry) s.",
            "Screens stay readable, dimmed, marked STALE \(Moments.left(now - since)).",
            "Actions are refused, never queued.  q quit   Enter retry now",
        ]
        let box = SheetBox(lines: lines, title: "STALE", columns: 70, isLow: true)
        box.draw(into: &grid)
    }
}
