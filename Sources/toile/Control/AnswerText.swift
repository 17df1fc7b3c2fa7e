import Cells
import Wire

/// An answer of the server as text, in the format that was asked for.
struct AnswerText {
    let format: OutputOptions.Format
    let nowMillis: Int64
    /// How wide a line may be; nil: as wide as it is.
    let columnsMax: Int?
    /// The names of columns were written before.
    var isContinued = false

    /// The answer to a question; nil: it is not what answers such a question.
    func text(_ question: AdminQuestion, _ body: [UInt8]) -> String? {
        guard let whole = try? JSONValue.parse(body), let json = Self.filtered(whole, question) else {
            return nil
        }
        switch format {
        case .json: return Self.line(of: json)
        case .table where question.isAboutOne:
            return AnswerPage(question.subject, json, nowMillis: nowMillis)?.text(columnsMax: columnsMax)
        case .table, .plain, .csv: return table(question, json).map { text($0) }
        }
    }

    /// The answer to an act; nil: it is none.
    func text(ofAct body: [UInt8]) -> String? {
        guard let json = try? JSONValue.parse(body), let answer = try? ActAnswer(json: json) else {
            return nil
        }
        switch format {
        case .json: return Self.line(of: json)
        case .plain, .csv: return text(AnswerTable.members(of: json))
        case .table: return ActWords.lines(answer).map { CellText($0).string + "\n" }.joined()
        }
    }

    private func text(_ table: AnswerTable) -> String {
        switch format {
        case .csv: table.csv(hasHead: !isContinued)
        case .plain: table.plain
        case .table, .json: table.table(columnsMax: columnsMax)
        }
    }

    // MARK: Tables

    private func table(_ question: AdminQuestion, _ json: JSONValue) -> AnswerTable? {
        switch question.subject {
        case .connections: (try? ConnectionList(json: json)).map { .connections($0) }
        case .people: (try? PeopleList(json: json)).map { .people($0.people, nowMillis: nowMillis) }
        case .trail: (try? Trail(json: json)).map { .trail($0) }
        case .reports: rows(json, "reports").map { .reports($0, nowMillis: nowMillis) }
        case .areas: rows(json, "areas").map { .areas($0, nowMillis: nowMillis) }
        case .bans: rows(json, "bans").map { .bans($0, nowMillis: nowMillis) }
        case .defence: rows(json, "defence").map { .defence($0, nowMillis: nowMillis) }
        case .watches: rows(json, "watches").map { .watches($0) }
        case .notes: rows(json, "notes").map { .notes($0) }
        case .audit where !question.isAboutOne:
            (try? AuditPage(json: json)).map {
                .audit($0, nowMillis: nowMillis, isWhole: question.hasAllPages)
            }
        case .audit, .state, .person, .pixel, .report, .signals, .health, .me:
            json.members == nil ? nil : .members(of: json)
        }
    }

    private func rows<Row: JSONRecord>(_ json: JSONValue, _ key: String) -> [Row]? {
        json[key].flatMap { [Row].part($0) }
    }

    // MARK: Filters

    /// The answer with the rows that are wanted; nil: it has none at all.
    private static func filtered(_ json: JSONValue, _ question: AdminQuestion) -> JSONValue? {
        guard !question.filter.isEmpty else { return json }
        return switch question.subject {
        case .reports: filtered(json, "reports", question.filter, ReportRecord.self)
        case .areas: filtered(json, "areas", question.filter, AreaRecord.self)
        case .bans: filtered(json, "bans", question.filter, BanRecord.self)
        default: json
        }
    }

    private static func filtered<Row: JSONRecord & FilterFields>(
        _ json: JSONValue, _ key: String, _ text: String, _ type: Row.Type
    ) -> JSONValue? {
        guard let filter = try? RowFilter(text, for: type), let members = json.members,
            let elements = json[key]?.elements
        else { return nil }
        let wanted = elements.filter { element in Row.part(element).map { filter.matches($0) } ?? false }
        return .object(
            members.map { member in
                member.key == key ? JSONValue.Member(key: key, value: .array(wanted)) : member
            })
    }

    // MARK: JSON

    /// One line of JSON in which nothing can steer a terminal: what is invisible is escaped.
    static func line(of json: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(json)
        var line = ""
        for scalar in String(decoding: writer.bytes, as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator,
                .paragraphSeparator:
                for unit in String(scalar).utf16 { line += escape(unit) }
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line + "\n"
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension AdminQuestion {
    /// The answer is one thing, no list.
    fileprivate var isAboutOne: Bool {
        switch subject {
        case .state, .person, .pixel, .report, .signals, .health, .me: true
        case .audit: self["number"] != nil
        case .connections, .people, .trail, .reports, .areas, .bans, .defence, .watches, .notes: false
        }
    }
}
