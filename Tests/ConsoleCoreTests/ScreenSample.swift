import Testing
import Wire

@testable import ConsoleCore

/// What the screens behind the first one show on the afternoon of the sample.
enum ScreenSample {
    static func state() -> LiveState {
        var state = Sample.state()
        state.connections = Sample.make {
            $0.rows = connections
            $0.order = connections.map(\.handle)
            ($0.matching, $0.total) = (7, 1284)
        }
        state.areas = areas
        state.bans = bans
        state.watches = watches
        state.signals = signals
        state.audit = audit
        state.health = health
        return state
    }

    static let connections: [ConnectionRow] = [
        row("7fa2", Sample.k3stral, "k3stral", "10.2.x.x", 124, 22, 312, 18, flags: ["PERIOD", "WATCH"]),
        row("19bd", Sample.anon9c1, "anon-9c1", "10.2.x.x", 31, 21, 204, 19, flags: ["PERIOD", "SAMENET"]),
        row("55e0", Sample.anonE77, "anon-e77", "10.2.x.x", 31, 21, 201, 17, flags: ["PERIOD", "SAMENET"]),
        row("c001", Sample.mina, "mina", "82.64.x.x", 312, 1, 88, 41, queued: 2_000),
        row("a8f1", Sample.leo, "leo", "91.3.x.x", 80, 0, 12, 22, flags: ["MOD"], role: "moderator"),
        row(
            "0d3c", Sample.anon112, "anon-112", "2a01:e0::", 2, 0, 0, 310, queued: 512_000, dropped: 14,
            flags: ["SLOW"]),
        row("77b9", Sample.zoe, "zoe", "176.1.x.x", 44, 1, 41, 35),
    ]

    private static func row(
        _ handle: String, _ id: String, _ name: String, _ network: String, _ minutes: Int64, _ rate: Int,
        _ pixels: Int, _ roundTrip: Int, queued: Int = 0, dropped: Int = 0, flags: [String] = [],
        role: String = "player"
    ) -> ConnectionRow {
        Sample.make {
            ($0.handle, $0.id, $0.name, $0.network, $0.role) = (handle, id, name, network, role)
            ($0.onMillis, $0.perMinute, $0.pixels) = (minutes * 60_000, rate, pixels)
            ($0.roundTripMillis, $0.queuedBytes, $0.dropped, $0.flags) = (roundTrip, queued, dropped, flags)
            $0.rates = rate > 10 ? [1, 2, 4, 4, 4, 4, 4, 4, 4, 4] : [1, 0, 0, 1, 0, 0, 0, 2, 0, 1]
            $0.client = handle == "0d3c" ? "bot? no ua" : "web 1.4 fr"
            $0.addressHash = "5b1e"
        }
    }

    static let areas: [AreaRecord] = [
        area(1, 1180, 550, 90, 30, .frozen, "ana", Sample.ago(2, 48), 10, "attack on the cat"),
        area(2, 0, 0, 200, 40, .staff, "leo", Sample.ago(9_000), nil, "logo"),
        area(3, 900, 900, 64, 64, .slower, "ana", Sample.ago(18, 30), 60, "hot spot"),
    ]

    private static func area(
        _ number: UInt64, _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ mode: AreaRecord.Mode,
        _ by: String,
        _ at: Int64, _ minutes: Int64?, _ why: String
    ) -> AreaRecord {
        Sample.make {
            ($0.number, $0.board, $0.x, $0.y, $0.width, $0.height) = (number, "main", x, y, width, height)
            ($0.mode, $0.factor, $0.by, $0.at, $0.why) = (mode, mode == .slower ? 4 : 1, by, at, why)
            $0.until = minutes.map { at + $0 * 60_000 }
        }
    }

    static let bans: [BanRecord] = [
        ban(
            1, "k3stral", Sample.k3stral, .network, .ban, .botting, Sample.ago(0, 28), 1440, 90_817,
            report: 4418),
        ban(2, "anon-112", Sample.anon112, .session, .mute, .spam, Sample.ago(7, 13), 10, 90_813, by: "leo"),
        ban(
            3, "zork", "aa01", .account, .shadow, .botting, Sample.ago(4 * 1440), 7 * 1440 + 4 * 1440, 90_700,
            by: "leo"),
        ban(4, "eve", "aa02", .account, .ban, .hate, Sample.ago(47 * 1440), nil, 80_001),
    ]

    private static func ban(
        _ number: UInt64, _ name: String, _ person: String, _ scope: BanScope, _ kind: BanKind,
        _ reason: Reason,
        _ at: Int64, _ minutes: Int64?, _ audit: UInt64, by: String = "ana", report: UInt64? = nil
    ) -> BanRecord {
        Sample.make {
            ($0.number, $0.name, $0.person, $0.scope, $0.kind, $0.reason) = (
                number, name, person, scope, kind, reason
            )
            ($0.at, $0.until, $0.audit, $0.by) = (at, minutes.map { at + $0 * 60_000 }, audit, by)
            ($0.report, $0.appeal) = (report, "7Q2X")
            $0.message = "You are banned until Nov 21 14:02. Reason: automated placing."
        }
    }

    static let watches: [WatchRecord] = [
        watch(1, .network, "10.2.0.0/16", 412), watch(2, .agent, "ua \"no ua\"", 14),
        watch(3, .newcomers, "new<5min", 88),
    ]

    private static func watch(_ number: UInt64, _ kind: WatchRecord.Kind, _ label: String, _ hits: Int)
        -> WatchRecord
    {
        Sample.make {
            ($0.number, $0.kind, $0.label, $0.value, $0.hits) = (number, kind, label, "no ua", hits)
        }
    }

    static let defence: DefenceRecord = Sample.make {
        ($0.number, $0.board, $0.level, $0.by) = (1, "main", 2, "ana")
        ($0.at, $0.until) = (Sample.ago(0, 7), Sample.now + 893_000)
    }

    static let signals: AttackSignals = Sample.make {
        $0.pixelRates = [10, 20, 40, 70, 95, 120, 95, 80]
        $0.joinRates = [1, 1, 10, 30, 41, 30, 20, 10]
        ($0.pixelsUsual, $0.joins, $0.joinsUsual) = (38, 41, 3)
        ($0.network, $0.networkPercent, $0.periodic) = ("10.2.0.0/16", 41, 37)
        ($0.names, $0.nameCount) = ("anon-9", 22)
        ($0.areaX, $0.areaY, $0.areaPercent, $0.colour, $0.colourPercent) = (1180, 550, 61, 5, 88)
        $0.heat = (0..<16).map { row in
            (0..<24).map { column in
                let distance = abs(column - 14) + abs(row - 4)
                return String(max(0, 15 - 3 * distance), radix: 16)
            }.joined()
        }.joined()
    }

    static let audit: [AuditEntry] = [
        line(90_818, Sample.ago(0, 28), "ana", "rollback k3stral 1 h  288 px", .rollback) {
            $0.changes = Sample.make { ($0.firstSeq, $0.count, $0.kept) = (48_112_600, 288, 24) }
        },
        line(90_817, Sample.ago(0, 28), "ana", "ban k3stral 24 h acct+net  #4418", .ban) {
            $0.documents = ["ban:1", "report:4418", "report:4402"]
        },
        line(90_816, Sample.ago(0, 41), "ana", "defence 0 -> 2 (15 min)", .defence) {
            $0.until = Sample.now + 852_000
        },
        line(90_815, Sample.ago(1, 29), "ana", "freeze A1 1180,550 90x30 10 min", .area) {
            $0.until = Sample.ago(0, 1)
        },
        line(90_814, Sample.ago(3, 51), "leo", "watch k3stral", .watch) { _ in },
        line(90_813, Sample.ago(7, 13), "leo", "mute anon-112 10 min", .ban) {
            ($0.undoneBy, $0.undoneByName) = (90_819, "ana")
        },
        line(90_812, Sample.ago(21, 31), "", "config reload: cooldown 55 -> 60", .cooldown) {
            $0.noInverse = "by file"
        },
        line(90_811, Sample.ago(41, 47), "ana", "lift A0 1180,550 90x30", .liftArea) {
            let area: AreaRecord = Sample.make {
                ($0.number, $0.x, $0.y, $0.width, $0.height) = (0, 1180, 550, 90, 30)
                ($0.by, $0.at, $0.until) = ("ana", Sample.ago(45), Sample.ago(35))
            }
            $0.before = [String(decoding: area.bytes, as: UTF8.self)]
            $0.noInverse = "purge"
        },
    ]

    private static func line(
        _ number: UInt64, _ at: Int64, _ by: String, _ text: String, _ verb: AdminVerb,
        _ change: (inout AuditEntry) -> Void
    ) -> AuditEntry {
        Sample.make {
            ($0.number, $0.at, $0.by, $0.text, $0.board) = (number, at, by, text, "main")
            $0.act.verb = verb
            change(&$0)
        }
    }

    static let health: HealthNumbers = Sample.make {
        ($0.connections, $0.connectionsPeak, $0.joinsPerMinute, $0.leavesPerMinute) = (1284, 1410, 246, 24)
        $0.results = [
            Counted(name: "placed", count: 962), Counted(name: "cooling-down", count: 34),
            Counted(name: "too-fast", count: 4),
        ]
        ($0.broadcastMedianMicros, $0.broadcastSlowMicros) = (2_000, 9_000)
        ($0.framesPerSecond, $0.frameBytes, $0.queuedBytes, $0.slowConnections) = (20, 1_900, 2_100_000, 3)
        ($0.dropped, $0.processorPercent, $0.residentBytes) = (14, 22, 88_000_000)
        ($0.undecidedPeak, $0.logBytesPerHour, $0.syncSlowMicros) = (12, 18_000_000, 4_000)
        ($0.snapshotMillis, $0.snapshotBytes, $0.snapshotTookMillis) = (151_000, 1_100_000, 400)
        ($0.backupMillis, $0.freeBytes) = (62 * 60_000, 41_000_000_000)
        let bars = [1, 2, 3, 3, 4, 5, 6, 5, 4, 3, 3, 2, 2, 3, 4, 6, 8, 6, 4, 3]
        ($0.connectionRates, $0.broadcastRates, $0.queuedRates) = (bars + bars, bars + bars, bars + bars)
        ($0.processorRates, $0.logRates) = (bars + bars, bars + bars)
    }

    static let person: PersonDetail = Sample.make {
        ($0.id, $0.name, $0.createdAt) = (Sample.k3stral, "k3stral", Sample.ago(125))
        ($0.pixels, $0.perMinute, $0.score) = (312, 22, 95)
        let gone: ConnectionRow = Sample.make {
            ($0.handle, $0.network, $0.client, $0.leftMillis) = ("6e10", "10.2.x.x", "web fr", 132 * 60_000)
        }
        let live: ConnectionRow = Sample.make {
            ($0.handle, $0.network, $0.client) = ("7fa2", "10.2.x.x", "web fr")
        }
        $0.connections = [live, gone]
        $0.linked = [
            Sample.make { ($0.id, $0.name, $0.handle, $0.score) = (Sample.anon9c1, "anon-9c1", "19bd", 93) },
            Sample.make { ($0.id, $0.name, $0.handle, $0.score) = (Sample.anonE77, "anon-e77", "55e0", 91) },
        ]
        $0.timeline = [
            Sample.make { ($0.at, $0.text) = (Sample.ago(0), "312th pixel") },
            Sample.make { ($0.at, $0.text) = (Sample.ago(4), "watch (leo)") },
            Sample.make { ($0.at, $0.text) = (Sample.ago(121), "first pixel") },
        ]
        $0.hours = Array(repeating: 0, count: 11) + [20, 110, 182]
        $0.signals = [
            Sample.make { ($0.code, $0.score, $0.text) = ("period", 95, "period 1.00 s (sd 4 ms, n 61)") }
        ]
    }

    static let trail: Trail = Sample.make {
        ($0.id, $0.name, $0.board, $0.windowMillis) = (Sample.k3stral, "k3stral", "main", Moments.hour)
        ($0.live, $0.over) = (288, 24)
        $0.pixels = (0..<48).map { place in
            Sample.make {
                ($0.x, $0.y, $0.colour) = (1188 + place % 24, 560 + place / 24 * 6 + place % 6, 5)
                ($0.at, $0.isLive) = (Sample.ago(0, Int64(place)), place % 12 != 0)
            }
        }
    }

    static func answer(_ ask: ConsoleAsk) -> (status: Int, body: [UInt8])? {
        let path = ask.path
        if path.hasPrefix("/admin/person?") { return (200, person.bytes) }
        if path.hasPrefix("/admin/trail") { return (200, trail.bytes) }
        if path.hasPrefix("/admin/people") {
            let list: PeopleList = Sample.make {
                $0.people = connections.filter { !$0.id.isEmpty }.map { row in
                    Sample.make {
                        ($0.id, $0.name, $0.live, $0.pixels) = (row.id, row.name, 1, row.pixels)
                        ($0.perMinute, $0.flags, $0.createdAt) = (row.perMinute, row.flags, Sample.ago(125))
                    }
                }
            }
            return (200, list.bytes)
        }
        if path.hasPrefix("/admin/reports") { return (200, Array(#"{"reports":[]}"#.utf8)) }
        if path.hasPrefix("/admin/report?") {
            var report = Sample.reports[0]
            report.evidence = Sample.make {
                ($0.x, $0.y, $0.width, $0.height, $0.seq) = (1192, 558, 24, 16, 48_112_500)
                $0.colours = String(repeating: "0e0e00000505", count: 64)
                $0.people = [PersonName(id: Sample.k3stral, name: "k3stral")]
            }
            report.conduct = Sample.make {
                ($0.overSomebody, $0.placed, $0.periodMillis) = (288, 214, 1_000)
            }
            return (200, report.bytes)
        }
        if path.hasPrefix("/admin/audit?number="), let number = UInt64(path.dropFirst(20)),
            var entry = audit.first(where: { $0.number == number })
        {
            entry.at = Sample.ago(0, 28)
            return (200, entry.bytes)
        }
        if path.hasPrefix("/admin/audit") { return (200, AuditPage().bytes) }
        if path == "/admin/undo", ask.method == "POST" {
            var answer = ActAnswer()
            answer.outcome = .wouldDo
            answer.effects = Sample.effects(.rollback)
            (answer.effects.pixelsBack, answer.effects.pixelsKept) = (281, 7)
            return (200, answer.bytes)
        }
        return ConsolePlayer.sampleAnswer(ask)
    }
}
