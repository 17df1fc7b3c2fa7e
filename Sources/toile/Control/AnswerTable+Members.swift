import ConsoleCore
import Wire

// One thing as rows: its members by their paths, since there is no list of them that would stay true.

extension AnswerTable {
    /// All that an answer says, line by line: `connections.0.handle`. Lists of simple values stand in one.
    static func members(of json: JSONValue) -> AnswerTable {
        var members: [(name: String, value: AnswerCell)] = []
        collect(json, "", &members)
        return AnswerTable(members: members)
    }

    private static func collect(
        _ json: JSONValue, _ path: String, _ members: inout [(name: String, value: AnswerCell)]
    ) {
        switch json {
        case .object(let inner):
            for member in inner {
                collect(member.value, path.isEmpty ? member.key : path + "." + member.key, &members)
            }
        case .array(let elements) where elements.contains { $0.members != nil || $0.elements != nil }:
            for (index, element) in elements.enumerated() { collect(element, "\(path).\(index)", &members) }
        case .array(let elements):
            let texts = elements.map { cell($0, path).raw }
            members.append((path, .text(texts.joined(separator: " "))))
        default: members.append((path, cell(json, path)))
        }
    }

    private static let times = [
        "at", "until", "createdAt", "frozenUntil", "claimedAt", "closedAt", "beforeAt",
    ]

    private static func cell(_ json: JSONValue, _ path: String) -> AnswerCell {
        switch json {
        case .integer(let number):
            let name = path.split(separator: ".").last.map(String.init) ?? path
            if times.contains(name) { return .time(number) }
            if name.hasSuffix("Ms") { return .span(number, \.words) }
            return .number(number)
        case .bool(let isTrue): return .truth(isTrue)
        case .string(let text): return .text(text)
        case .number(let number): return .text("\(number)")
        case .null, .array, .object: return .text("")
        }
    }
}

/// What came of an act, in lines for people.
enum ActWords {
    static func lines(_ answer: ActAnswer) -> [String] {
        let effects = answer.effects
        var lines = [head(answer)]
        if effects.connectionsClosed > 0 {
            lines.append("closes " + counted(effects.connectionsClosed, "connection"))
        }
        if effects.pixelsBack > 0 || effects.pixelsKept > 0 {
            lines.append(
                "\(effects.pixelsBack) px back, \(effects.pixelsKept) px kept"
                    + (effects.pixelsKept > 0 ? " (drawn over by \(effects.keptPeople) others)" : ""))
        }
        if effects.frames > 0 {
            lines.append(
                "goes out as \(counted(effects.frames, "frame")), \(counted(effects.frameBytes, "byte"))")
        }
        if !effects.reportsClosed.isEmpty {
            lines.append("closes reports " + effects.reportsClosed.map { "\($0)" }.joined(separator: " "))
        }
        if effects.othersHit > 0 { lines.append("other people hit: \(effects.othersHit)") }
        if effects.peopleThere > 0 {
            lines.append("\(counted(effects.peopleThere, "person", "people")) drew there in the last 5 min")
        }
        if effects.peopleWaiting > 0 {
            lines.append("\(counted(effects.peopleWaiting, "person", "people")) at the gate")
        }
        if effects.pixelsPerSecond > 0, effects.pixelsPerSecondAfter != effects.pixelsPerSecond {
            lines.append("\(effects.pixelsPerSecond) -> ~\(effects.pixelsPerSecondAfter) px/s")
        }
        if !effects.lookers.isEmpty {
            lines.append("looking at this now: " + effects.lookers.joined(separator: " "))
        }
        if !effects.told.isEmpty { lines.append("told: \(effects.told)") }
        if let found = answer.found { lines.append("found: \(found)") }
        return lines
    }

    private static func head(_ answer: ActAnswer) -> String {
        let lines = answer.audit.map { "\($0)" }.joined(separator: " ")
        let audit = answer.audit.isEmpty ? "" : " (audit \(lines))"
        return switch answer.outcome {
        case .done: answer.text + audit
        case .wouldDo: "would do: " + answer.text
        case .partly: "partly: " + answer.text + audit
        }
    }
}
