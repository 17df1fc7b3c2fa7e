// The verbs that ask.

extension CommandVerb {
    private static let limit = CommandOption("--limit", "N", "at most so many")

    static let questions: [CommandVerb] = listQuestions + detailQuestions

    // MARK: - Lists

    private static let listQuestions: [CommandVerb] = [
        connections("connections"),
        connections("clients"),
        question(
            "people", ["people [NAME]"], "who is called like that, those who are here first",
            options: [limit], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.people)
            question["find"] = reader.takeText()
            return try reader.limited(question)
        },
        question("top", ["top"], "who places most within a minute", options: [limit]) {
            (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.people)
            question["sort"] = "-perMinute"
            return try reader.limited(question)
        },
        question(
            "reports", ["reports [FILTER]", "reports NUMBER"],
            "what players reported, or one report with its evidence",
            examples: ["reports", "reports 4418", "reports --all rule:botting"],
            options: [CommandOption("--all", nil, "closed ones too")], things: [.report]
        ) { (reader) throws(AdminCommandError) in
            if let number = reader.take({ CommandReader.number($0) }) {
                var question = AdminQuestion(.report)
                question["number"] = "\(number)"
                return question
            }
            var question = AdminQuestion(.reports)
            if reader.has("--all") { question["all"] = "1" }
            question.filter = try reader.filter(ReportRecord.self)
            return question
        },
        question("areas", ["areas [FILTER]"], "what holds in rectangles") {
            (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.areas)
            question.filter = try reader.filter(AreaRecord.self)
            return question
        },
        question("bans", ["bans [FILTER]"], "who is banned or muted", examples: ["bans kind:shadow by:leo"]) {
            (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.bans)
            question.filter = try reader.filter(BanRecord.self)
            return question
        },
        question("watches", ["watches"], "what is watched") { _ in AdminQuestion(.watches) },
        question("notes", ["notes WHO"], "what was written down about somebody", things: [.person]) {
            (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.notes)
            question["who"] = try reader.person()
            return question
        },
        question(
            "audit", ["audit", "audit LINE"], "what was done, newest first, or one line with everything",
            examples: ["audit --find k3stral --limit 20", "audit 90817", "audit --all --csv"],
            options: [
                CommandOption("--before", "LINE", "older than this line"),
                CommandOption("--find", "TEXT", "lines that hold this text"),
                CommandOption("--all", nil, "down to the first line, page after page"), limit,
            ], things: [.line]
        ) { (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.audit)
            if let number = try reader.number() {
                question["number"] = "\(number)"
                return question
            }
            let before = try reader.value("--before", "give the number of a line") {
                CommandReader.number($0)
            }
            question["before"] = before.map { "\($0)" }
            question["find"] = reader.text("--find")
            question.hasAllPages = reader.has("--all")
            return try reader.limited(question)
        },
    ]

    private static func connections(_ name: String) -> CommandVerb {
        question(
            name, ["\(name) [FILTER]"], "live connections, busiest first",
            examples: ["\(name) 'rate>20 net:10.2/16 !mod'", "\(name) --departed --sort name"],
            options: [
                CommandOption("--sort", "COLUMN", "by what; with - before it the largest first (-perMinute)"),
                CommandOption("--departed", nil, "those too that left within the last 24 hours"), limit,
            ]
        ) { (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.connections)
            let filter = try reader.filter(ConnectionRow.self)
            if !filter.isEmpty { question["filter"] = filter }
            question["sort"] = reader.text("--sort")
            if reader.has("--departed") { question["departed"] = "1" }
            return try reader.limited(question)
        }
    }

    // MARK: - One thing

    private static let detailQuestions: [CommandVerb] = [
        question(
            "who", ["who X,Y", "who WHO"], "whose a pixel is, or everything about somebody",
            examples: ["who 1204,566", "who k3stral"], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            if let place = reader.take({ CommandRectangle.place($0) }) {
                var question = AdminQuestion(.pixel)
                question["x"] = "\(place.x)"
                question["y"] = "\(place.y)"
                return question
            }
            var question = AdminQuestion(.person)
            question["who"] = try reader.person()
            return question
        },
        question(
            "trail", ["trail WHO [WINDOW]"], "what somebody placed, newest first",
            examples: ["trail k3stral 1h"],
            options: [limit], things: [.person, .duration]
        ) { (reader) throws(AdminCommandError) in
            var question = AdminQuestion(.trail)
            question["who"] = try reader.person()
            question["windowMs"] = reader.take { CommandReader.window($0) }.map { "\($0)" }
            return try reader.limited(question)
        },
        question("state", ["state"], "the whole state in short") { _ in AdminQuestion(.state) },
        question("live", ["live"], "the same as state") { _ in AdminQuestion(.state) },
        question("signals", ["signals"], "what speaks for an attack") { _ in AdminQuestion(.signals) },
        question("health", ["health"], "how the server is") { _ in AdminQuestion(.health) },
        question("me", ["me"], "who one is, and may do what") { _ in AdminQuestion(.me) },
    ]
}

extension CommandReader {
    /// The rest as a filter, if it is one.
    fileprivate mutating func filter(_ row: (some FilterFields).Type) throws(AdminCommandError) -> String {
        guard let text = takeText() else { return "" }
        do throws(RowFilterError) {
            return try RowFilter(text, for: row).text
        } catch {
            throw AdminCommandError(error.what, error.remedy)
        }
    }

    fileprivate func limited(_ question: AdminQuestion) throws(AdminCommandError) -> AdminQuestion {
        var question = question
        question["limit"] = try integer("--limit", 1...AdminCommand.rowsMax).map { "\($0)" }
        return question
    }
}
