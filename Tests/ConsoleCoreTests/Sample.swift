import Foundation
import TestKit
import Testing
import Wire

@testable import ConsoleCore

/// The world of the sample screens: an afternoon on which k3stral draws over everybody else.
enum Sample {
    /// Friday, November 20 2026, 14:02:31 UTC.
    static let now: Int64 = 1_795_183_351_000
    static let k3stral = "7fa2000000000000000000000000001a"
    static let anon9c1 = "19bd000000000000000000000000001b"
    static let anonE77 = "55e0000000000000000000000000001c"
    static let mina = "c001000000000000000000000000001d"
    static let leo = "a8f1000000000000000000000000001e"
    static let anon112 = "0d3c000000000000000000000000001f"
    static let zoe = "77b90000000000000000000000000020"

    /// So long ago.
    static func ago(_ minutes: Int64, _ seconds: Int64 = 0) -> Int64 {
        now - minutes * 60_000 - seconds * 1000
    }

    /// A value of which some parts are said.
    static func make<Record: JSONRecord>(_ change: (inout Record) -> Void) -> Record {
        var record = Record()
        change(&record)
        return record
    }

    static let palette: [PixelColour] = (0..<32).map { number in
        switch number {
        case 0: PixelColour(red: 255, green: 255, blue: 255)
        case 5: PixelColour(red: 255, green: 69, blue: 0)
        default: PixelColour(red: UInt8(number * 8), green: UInt8(255 - number * 7), blue: UInt8(number * 5))
        }
    }

    /// A board of 2000 x 2000 that shows the picture of the fixture around 1204,566.
    static func board() throws -> BoardMirror {
        let lines = String(decoding: try ProjectFiles.fixture("console/canvas.txt"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        var colours = [UInt8](repeating: 0, count: 2000 * 2000)
        for (row, line) in lines.enumerated() {
            for (column, glyph) in line.enumerated() {
                let upper = (548 + row * 2) * 2000 + 1178 + column
                if glyph == "▀" || glyph == "█" { colours[upper] = glyph == "█" ? 15 : 14 }
                if glyph == "▄" || glyph == "█" { colours[upper + 2000] = glyph == "█" ? 15 : 10 }
            }
        }
        colours[566 * 2000 + 1204] = 5
        return try #require(
            BoardMirror(name: "main", width: 2000, height: 2000, palette: palette, colours: colours))
    }

    static func state() -> LiveState {
        var state = LiveState()
        state.host = "place.example"
        state.at = now
        state.you = make { ($0.user, $0.role, $0.screen) = ("ana", .admin, "live") }
        state.staff = [
            make { ($0.user, $0.role, $0.screen) = ("ana", .admin, "live") },
            make { ($0.user, $0.role, $0.screen, $0.person) = ("leo", .moderator, "people", k3stral) },
        ]
        state.boards = [boardNumbers]
        state.health = make { $0.broadcastSlowMicros = 9_000 }
        state.reports = reports
        state.feed = feed
        state.audit = audit
        return state
    }

    static let boardNumbers: BoardNumbers = make {
        ($0.name, $0.width, $0.height, $0.seq) = ("main", 2000, 2000, 48_112_907)
        ($0.online, $0.perSecond, $0.cooldownMillis, $0.chargesMax) = (1284, 212, 60_000, 6)
        ($0.baseCooldownMillis, $0.baseChargesMax) = (60_000, 6)
        $0.rates = [5, 5, 15, 15, 25, 25, 45, 45, 80, 30, 45, 45, 25, 25, 15, 15]
    }

    static let feed: [FeedLine] = [
        line(0, k3stral, "k3stral", "7fa2", 1204, 566, 5),
        line(0, anon9c1, "anon-9c1", "19bd", 1205, 566, 5),
        line(1, k3stral, "k3stral", "7fa2", 1203, 566, 5, true), line(1, mina, "mina", "c001", 310, 1822, 12),
        line(2, k3stral, "k3stral", "7fa2", 1202, 566, 5, true),
        line(2, anonE77, "anon-e77", "55e0", 1206, 566, 5),
        line(3, anon9c1, "anon-9c1", "19bd", 1207, 566, 5),
        line(3, leo, "leo", "a8f1", 44, 91, 0), line(4, k3stral, "k3stral", "7fa2", 1201, 566, 5, true),
    ]

    private static func line(
        _ seconds: Int64, _ id: String, _ name: String, _ handle: String, _ x: Int, _ y: Int,
        _ colour: UInt8, _ isFlagged: Bool = false
    ) -> FeedLine {
        make {
            ($0.at, $0.id, $0.name, $0.handle) = (ago(0, seconds), id, name, handle)
            ($0.x, $0.y, $0.colour, $0.isFlagged) = (x, y, colour, isFlagged)
        }
    }

    static let reports: [ReportRecord] = [
        report(4418, 1204, 566, k3stral, "k3stral", .botting, 3, ago(0, 41), claimedBy: "ana"),
        report(4417, 310, 1822, mina, "mina", .hate, 1, ago(2, 10), claimedBy: "leo"),
        report(4415, 88, 412, anon112, "anon-112", .other, 1, ago(6, 33)),
        report(4409, 1710, 90, zoe, "zoe", .hate, 5, ago(9, 2)),
        report(4402, 1206, 566, anonE77, "anon-e77", .botting, 2, ago(11, 40)),
        report(4401, 20, 20, zoe, "zoe", .spam, 1, ago(12, 0)),
        report(4400, 21, 20, mina, "mina", .spam, 1, ago(13, 0)),
    ]

    private static func report(
        _ number: UInt64, _ x: Int, _ y: Int, _ person: String, _ name: String, _ rule: Reason, _ count: Int,
        _ at: Int64, claimedBy: String = ""
    ) -> ReportRecord {
        make {
            ($0.number, $0.board, $0.x, $0.y) = (number, "main", x, y)
            ($0.person, $0.name, $0.rule, $0.at, $0.claimedBy) = (person, name, rule, at, claimedBy)
            if !claimedBy.isEmpty { $0.claimedAt = at + 10_000 }
            let reporters = [("zoe", 90), ("mina", 80), ("anon-31", 20), ("anon-8", 40), ("anon-4", 10)]
            $0.reporters = reporters.prefix(count).map { reporter in
                make { ($0.name, $0.trust, $0.at, $0.id) = (reporter.0, reporter.1, at, reporter.0) }
            }
        }
    }

    static let audit: [AuditEntry] = [
        entry(90_816, ago(0, 41), "ana", "defence 0 -> 2 (15 min)") {
            ($0.verb, $0.level) = (.defence, 2)
        },
        entry(90_814, ago(3, 51), "leo", "watch k3stral") { $0.verb = .watch },
    ]

    static func entry(
        _ number: UInt64, _ at: Int64, _ by: String, _ text: String, _ change: (inout AdminAct) -> Void
    ) -> AuditEntry {
        make {
            ($0.number, $0.at, $0.by, $0.text, $0.board) = (number, at, by, text, "main")
            change(&$0.act)
        }
    }

    /// The pixel under the cursor of the samples.
    static let pixel: PixelHere = make {
        ($0.x, $0.y, $0.colour, $0.at) = (1204, 566, 5, ago(0, 3))
        $0.author = make {
            ($0.id, $0.name, $0.createdAt, $0.live) = (k3stral, "k3stral", ago(125), 1)
            ($0.pixels, $0.perMinute) = (312, 22)
        }
        ($0.network, $0.handle, $0.liveFromSubnet) = ("10.2.x.x/16", "7fa2", 3)
        ($0.beforeColour, $0.beforeName, $0.beforeAt) = (31, "mina", ago(2 * 1440 + 30))
        $0.signals = [
            make { ($0.code, $0.score, $0.text) = ("period", 95, "period 1.00 s (sd 4 ms, n 61)") },
            make { ($0.code, $0.score, $0.text) = ("order", 60, "no pointer move before 58 of 61") },
        ]
    }

    /// What the acts of the sheets would do.
    static func effects(_ verb: AdminVerb) -> ActEffects {
        make {
            switch verb {
            case .ban:
                ($0.connectionsClosed, $0.pixelsBack, $0.pixelsKept, $0.keptPeople) = (3, 288, 24, 5)
                ($0.reportsClosed, $0.lookers) = ([4418, 4402], ["leo"])
                $0.told = "Automated placing. Until Nov 21 14:02."
            case .rollback:
                ($0.pixelsBack, $0.pixelsKept, $0.keptPeople) = (288, 24, 5)
                ($0.frames, $0.frameBytes) = (3, 1100)
                $0.preview = preview
            case .area: $0.peopleThere = 14
            case .defence:
                ($0.pixelsPerSecond, $0.pixelsPerSecondAfter, $0.peopleWaiting) = (212, 60, 41)
                $0.told = "Busy: 4 min between pixels"
            default: break
            }
        }
    }

    private static let preview: Preview = make {
        ($0.x, $0.y, $0.width, $0.height) = (1180, 550, 12, 6)
        let before = [
            "010102020505050502020101", "010102020505050502020101", "010202020505050505050505",
            "010202020505050505050505", "010101010505050505050505", "010101010505050505050505",
        ]
        $0.before = before.joined()
        $0.after = before.joined().replacingOccurrences(of: "05", with: "03")
    }
}
