import TestKit
import Testing

@testable import Wire

/// What every record of the admin interface has to hold, whatever its members are.
private struct RecordCheck: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }
    /// A record with something in every member, as JSON; and how much of it the checks found wanting.
    let filled: @Sendable (_ candidates: [JSONValue]) -> JSONValue
    let checkTable: @Sendable (_ candidates: [JSONValue]) -> Void
    let checkKinds: @Sendable () -> Void
    let checkText: @Sendable (_ text: [UInt8]) -> Void
    let checkUnknown: @Sendable (_ candidates: [JSONValue]) -> Void

    init<Record: JSONRecord>(_ type: Record.Type) {
        name = "\(type)"
        filled = { candidates in
            var record = Record()
            fill(&record, from: candidates)
            return json(record)
        }
        checkTable = { checkTheTable(of: type, $0) }
        checkKinds = { checkTheKinds(of: type) }
        checkText = { text in
            guard let record = try? Record.decode(text) else { return }
            #expect((try? Record.decode(record.bytes)) == record, "\(type) does not survive")
        }
        checkUnknown = { candidates in
            var record = Record()
            fill(&record, from: candidates)
            guard case .object(let members) = json(record) else { return }
            let strange = JSONValue.Member(key: "nobody-knows", value: .array([.object([]), .null]))
            let missing = JSONValue.Member(key: Record.fields[0].key, value: .null)
            #expect((try? Record(json: .object([strange] + members + [strange]))) == record)
            #expect((try? Record(json: .object([strange, missing]))) == Record())
        }
    }
}

/// Simple values of every kind, among them each word that a member may have to be.
private let simpleCandidates: [JSONValue] =
    [.bool(true), .bool(false), .integer(7), .string("k3stral \u{202e}\"\n✓")]
    + words.map { .string($0) } + [.array([.integer(1), .integer(2)]), .array([.string("a"), .string("")])]

private let words: [String] =
    AdminVerb.allCases.map(\.rawValue) + BanKind.allCases.map(\.rawValue)
    + BanScope.allCases.map(\.rawValue) + Reason.allCases.map(\.rawValue)
    + AreaRecord.Mode.allCases.map(\.rawValue) + ReportRecord.State.allCases.map(\.rawValue)
    + WatchRecord.Kind.allCases.map(\.rawValue) + StaffRole.allCases.map(\.rawValue)
    + ["done", "would-do", "partly"]

/// Every record, those that are parts of others before them.
private let records: [RecordCheck] = [
    RecordCheck(Counted.self), RecordCheck(PersonName.self), RecordCheck(Reporter.self),
    RecordCheck(Evidence.self), RecordCheck(ReportRecord.self), RecordCheck(ReportRequest.self),
    RecordCheck(OwnReport.self), RecordCheck(BanRecord.self), RecordCheck(AreaRecord.self),
    RecordCheck(DefenceRecord.self), RecordCheck(WatchRecord.self), RecordCheck(NoteRecord.self),
    RecordCheck(StaffRecord.self), RecordCheck(AnnouncementRecord.self), RecordCheck(Preview.self),
    RecordCheck(BadgeRecord.self),
    RecordCheck(ActEffects.self), RecordCheck(ActAnswer.self), RecordCheck(AdminAct.self),
    RecordCheck(AuditChanges.self), RecordCheck(AuditEntry.self), RecordCheck(AuditPage.self),
    RecordCheck(ConnectionRow.self), RecordCheck(ConnectionList.self), RecordCheck(BotSignal.self),
    RecordCheck(LinkedPerson.self), RecordCheck(TimelineEntry.self), RecordCheck(PersonSummary.self),
    RecordCheck(PersonDetail.self), RecordCheck(PeopleList.self), RecordCheck(TrailPixel.self),
    RecordCheck(Trail.self), RecordCheck(PixelHere.self), RecordCheck(StaffPresence.self),
    RecordCheck(BoardNumbers.self), RecordCheck(HealthNumbers.self), RecordCheck(AttackSignals.self),
    RecordCheck(FeedLine.self), RecordCheck(ConnectionChanges.self), RecordCheck(LiveState.self),
    RecordCheck(ConsoleLook.self),
]

/// The simple values, and each record, filled, alone and in an array.
private let candidates: [JSONValue] = records.reduce(into: simpleCandidates) { candidates, record in
    let filled = record.filled(candidates)
    candidates += [filled, .array([filled])]
}

/// Gives each member the value that it keeps most of.
private func fill<Record: JSONRecord>(_ record: inout Record, from candidates: [JSONValue]) {
    for field in Record.fields {
        var best: (record: Record, length: Int)?
        for candidate in candidates {
            var changed = record
            guard field.read(&changed, candidate), changed != record else { continue }
            var writer = JSONWriter()
            field.write(changed, &writer)
            let length = writer.bytes.count
            if best.map({ length > $0.length }) ?? true { best = (changed, length) }
        }
        if let best { record = best.record }
    }
}

private func json(_ record: some JSONRecord) -> JSONValue {
    (try? JSONValue.parse(record.bytes)) ?? .null
}

/// Every member is in the table, under a name of its own, and comes back.
private func checkTheTable<Record: JSONRecord>(of type: Record.Type, _ candidates: [JSONValue]) {
    let keys = type.fields.map(\.key)
    #expect(Set(keys).count == keys.count, "a name stands for two members")
    #expect(Mirror(reflecting: Record()).children.count == keys.count, "a member is not in the table")
    var record = Record()
    fill(&record, from: candidates)
    #expect(json(record).members?.map(\.key) == keys, "a member is not written")
    #expect((try? Record.decode(record.bytes)) == record)
    for field in type.fields {
        // Without the member it is another record: no two of the table are the same one.
        let members = json(record).members?.filter { $0.key != field.key } ?? []
        #expect((try? Record(json: .object(members))) != record, "\(field.key) is kept by another member")
    }
}

/// A member takes one kind of value, and says no to every other.
private func checkTheKinds<Record: JSONRecord>(of type: Record.Type) {
    let kinds: [JSONValue] = [
        .bool(true), .integer(1), .string("no word that is known"), .array([]), .object([]),
    ]
    for field in type.fields {
        let taken = kinds.filter { value in
            (try? Record(json: .object([JSONValue.Member(key: field.key, value: value)]))) != nil
        }
        #expect(taken.count <= 1, "\(field.key) takes several kinds")
        for value in [JSONValue.number(1.5), .array([.null]), .array([.number(0.5)])] {
            #expect(throws: RequestError.badField("\(field.key) is not as it has to be")) {
                try Record(json: .object([JSONValue.Member(key: field.key, value: value)]))
            }
        }
    }
    for value in [JSONValue.null, .array([]), .string("{}"), .integer(0)] {
        #expect(throws: RequestError.notAnObject) { try Record(json: value) }
    }
}

struct AdminRecordTests {
    @Test(arguments: records)
    private func `every member is written and read`(record: RecordCheck) {
        record.checkTable(candidates)
    }

    @Test(arguments: records)
    private func `what is something else than it has to be is refused`(record: RecordCheck) {
        record.checkKinds()
    }

    @Test(arguments: records)
    private func `what nobody knows is passed over`(record: RecordCheck) {
        record.checkUnknown(candidates)
    }

    @Test(arguments: records)
    private func `a text that was tampered with is read or refused`(record: RecordCheck) {
        let whole = record.filled(candidates)
        var writer = JSONWriter()
        writer.value(whole)
        let text = writer.bytes
        var random = SeededRandom(seed: UInt64(text.count))
        let pieces = [
            "null", "{}", "[]", "-1", "1e400", "99999999999999999999", "\"\"", "true", ",", ":", "}", "\u{0}",
        ]
        for _ in 0..<100 {
            var mutant = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 0..<mutant.count, using: &random)
                let end = min(mutant.count, start + Int.random(in: 0...6, using: &random))
                let piece = pieces[Int.random(in: pieces.indices, using: &random)]
                mutant.replaceSubrange(start..<end, with: Array(piece.utf8))
            }
            record.checkText(mutant)
            record.checkText(Array(text.prefix(Int.random(in: 0...text.count, using: &random))))
        }
    }

    @Test func `values of members change places and nothing traps`() {
        var random = SeededRandom(seed: 41)
        let everything = candidates.flatMap { $0.members ?? [] }
        for _ in 0..<3_000 {
            let members = (0..<6).map { _ in
                JSONValue.Member(
                    key: everything[Int.random(in: everything.indices, using: &random)].key,
                    value: everything[Int.random(in: everything.indices, using: &random)].value)
            }
            var writer = JSONWriter()
            writer.value(.object(members))
            records[Int.random(in: records.indices, using: &random)].checkText(writer.bytes)
        }
    }

    @Test func `numbers that do not fit are refused, those that JSON cannot tell apart saturate`() throws {
        let tooWide = #"{"colour":256}"#
        #expect(throws: RequestError.self) { try TrailPixel.decode(Array(tooWide.utf8)) }
        #expect(throws: RequestError.self) { try BanRecord.decode(Array(#"{"number":-1}"#.utf8)) }
        #expect(throws: RequestError.self) { try AuditChanges.decode(Array(#"{"epoch":4294967296}"#.utf8)) }
        let largest = try BanRecord.decode(Array(#"{"at":9223372036854775808,"number":2e3}"#.utf8))
        #expect(largest.at == .max && largest.number == 2000)
    }

    @Test func `questions and answers of a console come back`() throws {
        let ask = ConsoleAsk(id: 7, method: "POST", path: "/admin/ban?x=%20", body: json(AdminAct(.ban)))
        #expect(try ConsoleAsk(json: JSONValue.parse(ask.bytes)) == ask)
        let answer = ConsoleAnswer(id: -7, status: 409, body: .array([.number(0.5), .null, .bool(false)]))
        #expect(try ConsoleAnswer(json: JSONValue.parse(answer.bytes)) == answer)
        for text in ["[]", #"{"id":"7"}"#, #"{"id":7,"method":1,"path":"/"}"#, #"{"id":7,"status":null}"#] {
            let json = try JSONValue.parse(Array(text.utf8))
            #expect(throws: RequestError.self) { try ConsoleAsk(json: json) }
            #expect(throws: RequestError.self) { try ConsoleAnswer(json: json) }
        }
    }

    @Test func `messages of the console carry their type`() throws {
        var state = LiveState()
        state.host = "place"
        let told = try JSONValue.parse(state.message)
        #expect(told["type"] == .string("state"))
        #expect(try LiveState(json: told) == state)
        let look = try JSONValue.parse(ConsoleLook().message)
        #expect(look["type"] == .string("look"))
        #expect(try ConsoleLook(json: look) == ConsoleLook())
    }
}

struct JSONValueWritingTests {
    @Test(arguments: [
        (0.5, "0.5"), (-0.0, "-0.0"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
        (.infinity, "null"), (-.infinity, "null"), (.nan, "null"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    ])
    func `a number is written as JSON knows it`(number: Double, text: String) throws {
        var writer = JSONWriter()
        writer.number(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
        if number.isFinite { #expect(try JSONValue.parse(writer.bytes) == .number(number)) }
    }

    @Test func `any value comes back`() throws {
        var random = SeededRandom(seed: 77)
        for _ in 0..<2_000 {
            let value = anyValue(depth: 0, &random)
            var writer = JSONWriter()
            writer.value(value)
            #expect(try JSONValue.parse(writer.bytes) == value)
        }
    }

    private func anyValue(depth: Int, _ random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(truncatingIfNeeded: random.next()))
        case 3:
            let number = Double(bitPattern: random.next())
            return number.isFinite ? .number(number) : .null
        case 4, 5:
            let scalars = (0..<4).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<0x1_1000, using: &random)) ?? "?"
            }
            return .string(scalars.map { String($0) }.joined())
        case 6: return .array((0..<3).map { _ in anyValue(depth: depth + 1, &random) })
        default:
            return .object(
                (0..<3).map {
                    JSONValue.Member(key: "k\($0)", value: anyValue(depth: depth + 1, &random))
                })
        }
    }
}
