import TestKit
import Testing
import Wire

struct RowFilterTests {
    private func row(_ change: (inout ConnectionRow) -> Void = { _ in }) -> ConnectionRow {
        var row = ConnectionRow()
        row.handle = "7fa2"
        row.id = "k9"
        row.name = "k3stral"
        row.role = "player"
        row.network = "10.2.x.x"
        row.client = "web 1.4 fr"
        row.flags = ["PERIOD", "WATCH"]
        row.perMinute = 22
        row.pixels = 312
        row.onMillis = 7_440_000
        row.score = 81
        change(&row)
        return row
    }

    @Test(arguments: [
        "", "   ", "k3", "K3STRAL", "name:k3", "name=k3stral", "rate>20", "rate>=22", "rate<23", "rate<=22",
        "rate=22", "rate:22", "rate>20 net:10.2/16 name:k3 !mod flag:period score>80", "\"web 1.4\"",
        "client:\"1.4 fr\"", "\"k3\"stral !\"name:\"k3", "on>2h", "on<2h05m", "on>7439", "net:10.2",
        "net:10", "net:10.2.0.0/16", "net:10.2/16", "net:10.2.77.0/16", "!net:10.20", "!net:10.2.3", "!!k3",
        "sess:7f", "!left>0", "!rtt<9", "flag=watch", "!flag=wat", "px>311.5", "!\"rate>20\"",
    ])
    func `a filter finds the row`(text: String) throws {
        let filter = try RowFilter(text, for: ConnectionRow.self)
        #expect(filter.matches(row()))
    }

    @Test(arguments: [
        "zoe", "name:zoe", "name=k3", "!k3", "rate>22", "rate<22", "net:82.64", "net:10.3/16", "on>3h", "mod",
        "left>0", "rtt>=0", "k3 zoe", "net:1", "net:/16", "net:10.2.0.0/24", "\"web  1.4\"", "score:80",
    ])
    func `a filter passes over the row`(text: String) throws {
        #expect(try !RowFilter(text, for: ConnectionRow.self).matches(row()))
    }

    @Test func `networks of IPv6 are compared by their parts`() throws {
        let far = row { $0.network = "2a01:e0::" }
        #expect(try RowFilter("net:2a01:e0", for: ConnectionRow.self).matches(far))
        #expect(try RowFilter("net:2A01:e0:77::/32", for: ConnectionRow.self).matches(far))
        #expect(try !RowFilter("net:2a01:e", for: ConnectionRow.self).matches(far))
    }

    @Test(arguments: [
        ("rat>20", "nothing called 'rat'", "did you mean rate?"),
        ("rate>", "compares with nothing", "rate>20"),
        ("rate>fast", "'fast' is no number", "rate>20"), ("rate>-1", "no number", "rate>20"),
        ("rate>1e9", "no number", "rate>20"), ("rate>0x10", "no number", "rate>20"),
        ("name>k", "has no size", "name:word"), ("!", "empty", "!mod"), ("\"a", "no end", "another \""),
        (":x", "nothing called ''", "there is name"), ("rate>nan", "no number", ""),
        (String(repeating: "a ", count: 21), "too many", "20"),
        (String(repeating: "a", count: 501), "too long", "500"),
    ])
    func `a mistake is said in words`(text: String, what: String, remedy: String) {
        let error = #expect(throws: RowFilterError.self) { try RowFilter(text, for: ConnectionRow.self) }
        #expect(error?.what.contains(what) == true, "\(error?.what ?? "")")
        #expect(error?.remedy.contains(remedy) == true || remedy.isEmpty, "\(error?.remedy ?? "")")
    }

    @Test func `each kind of row has what it says it has`() throws {
        var ban = BanRecord()
        ban.kind = .shadow
        ban.by = "leo"
        ban.reason = .hate
        #expect(try RowFilter("kind:shadow by:leo reason:symbol for>30d", for: BanRecord.self).matches(ban))
        ban.until = 60_000
        #expect(try RowFilter("for=60 for<2m", for: BanRecord.self).matches(ban))
        var area = AreaRecord()
        area.number = 7
        area.mode = .slower
        area.factor = 4
        #expect(try RowFilter("id:a7 mode:slower factor>=4 !x>0", for: AreaRecord.self).matches(area))
        var report = ReportRecord()
        report.number = 4418
        report.rule = .botting
        report.isEscalated = true
        report.reporters = [Reporter()]
        report.reporters[0].text = "redraws my cat"
        let wanted = "number:4418 rule:botting state:escalated n>0 text:cat"
        #expect(try RowFilter(wanted, for: ReportRecord.self).matches(report))
        var line = AuditEntry()
        line.by = "ana"
        line.act = AdminAct(.rollback)
        line.undoneBy = 9
        #expect(try RowFilter("by:ana verb:rollback state:undone !px>0", for: AuditEntry.self).matches(line))
        var person = PersonSummary()
        person.live = 2
        #expect(try RowFilter("live>1 score<50", for: PersonSummary.self).matches(person))
    }

    @Test func `every key of every row has a value of its kind`() {
        func check<Row: FilterFields & JSONRecord>(_ type: Row.Type) {
            #expect(Set(type.filterKeys.map(\.name)).count == type.filterKeys.count)
            let row = Row()
            for key in type.filterKeys {
                #expect(
                    key.isNumber == row.filterText(key.name).isEmpty || Self.areEmpty(key.name), "\(key.name)"
                )
            }
            #expect(row.filterText("nothing").isEmpty && row.filterNumber("nothing") == nil)
        }
        check(ConnectionRow.self)
        check(PersonSummary.self)
        check(BanRecord.self)
        check(AreaRecord.self)
        check(ReportRecord.self)
        check(AuditEntry.self)
    }

    /// Keys of which a new row has none.
    private static func areEmpty(_ name: String) -> Bool { ["flag", "from", "text", "id"].contains(name) }

    @Test func `noise is read or refused, and a negated term is the opposite`() throws {
        var random = SeededRandom(seed: 12)
        let pieces = [
            "rate", "name", "net", "on", ":", ">", "<", "=", ">=", "!", "\"", " ", "10.2", "/16", "/", "1h",
            "20",
            "9999999999999999999999", "\u{202e}", "\u{301}", "\u{0}", ".", "k3", "/-1", "\\", "é",
        ]
        let row = row()
        var readCount = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
                .joined()
            guard let filter = try? RowFilter(text, for: ConnectionRow.self) else { continue }
            readCount += 1
            let isFound = filter.matches(row)
            // One term, turned round; a mark would make another sign of the `!`.
            if text.unicodeScalars.first != "\u{301}",
                !text.contains(where: { $0.isWhitespace || $0 == "\"" }), !filter.isEmpty
            {
                #expect(try RowFilter("!" + text, for: ConnectionRow.self).matches(row) != isFound)
            }
        }
        #expect(readCount > 2_000)
    }
}
