import Wire

/// Feeds the decoders of the admin interface. What they accept must come out the same once written and read
/// again.
enum AdminFuzz {
    static func run(_ input: [UInt8]) {
        runActs(input)
        runStandingRecords(input)
        runLists(input)
        runConsole(input)
        runGrammar(String(decoding: input, as: UTF8.self))
    }

    private static func runGrammar(_ line: String) {
        _ = AdminCommand.completions(of: line, CompletionContext())
        if let filter = try? RowFilter(line, for: ConnectionRow.self) {
            _ = filter.matches(ConnectionRow())
        }
        guard let words = try? AdminCommand.words(of: line),
            case .act(let act) = try? AdminCommand.parse(words).command
        else { return }
        precondition((try? AdminAct.decode(act.bytes)) == act, "an act does not survive")
    }

    private static func runActs(_ input: [UInt8]) {
        check(AdminAct.self, input)
        check(ActAnswer.self, input)
        check(AuditEntry.self, input)
        check(AuditPage.self, input)
    }

    private static func runStandingRecords(_ input: [UInt8]) {
        check(BanRecord.self, input)
        check(AreaRecord.self, input)
        check(DefenceRecord.self, input)
        check(WatchRecord.self, input)
        check(NoteRecord.self, input)
        check(StaffRecord.self, input)
        check(AnnouncementRecord.self, input)
        check(ReportRecord.self, input)
        check(ReportRequest.self, input)
        check(OwnReport.self, input)
    }

    private static func runLists(_ input: [UInt8]) {
        check(ConnectionList.self, input)
        check(PersonDetail.self, input)
        check(PeopleList.self, input)
        check(Trail.self, input)
        check(PixelHere.self, input)
    }

    private static func runConsole(_ input: [UInt8]) {
        check(LiveState.self, input)
        check(ConsoleLook.self, input)
        guard let json = try? JSONValue.parse(input) else { return }
        if let ask = try? ConsoleAsk(json: json) {
            let again = (try? JSONValue.parse(ask.bytes)).flatMap { try? ConsoleAsk(json: $0) }
            precondition(again?.id == ask.id && again?.path == ask.path, "a question does not survive")
        }
        if let answer = try? ConsoleAnswer(json: json) {
            let again = (try? JSONValue.parse(answer.bytes)).flatMap { try? ConsoleAnswer(json: $0) }
            precondition(again?.id == answer.id, "an answer does not survive")
        }
    }

    private static func check<Record: JSONRecord>(_ type: Record.Type, _ input: [UInt8]) {
        guard let record = try? type.decode(input) else { return }
        precondition((try? type.decode(record.bytes)) == record, "a \(type) does not survive")
    }
}
