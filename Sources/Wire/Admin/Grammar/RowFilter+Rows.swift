// What the rows of the admin interface are told apart by.

extension ConnectionRow: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("name", "what the person is called"), .text("id", "the id of the person"),
        .text("sess", "the handle"), .text("net", "the network"), .text("hash", "the address, hashed"),
        .text("role", "spectator, player or moderator"), .text("board", "which board"),
        .text("client", "the program"), .text("flag", "what speaks against the person"),
        .number("rate", "pixels in a minute"), .number("px", "pixels"), .number("on", "how long it is there"),
        .number("left", "how long ago it left"), .number("rtt", "round trip in milliseconds"),
        .number("queued", "bytes on their way"), .number("drop", "frames put together"),
        .number("score", "how much looks like a program"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "name": [name]
        case "id": [id]
        case "sess": [handle]
        case "net": [network]
        case "hash": [addressHash]
        case "role": [role]
        case "board": [board]
        case "client": [client]
        case "flag": flags
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "rate": Double(perMinute)
        case "px": Double(pixels)
        case "on": Double(onMillis) / 1000
        case "left": leftMillis.map { Double($0) / 1000 }
        case "rtt": roundTripMillis.map { Double($0) }
        case "queued": Double(queuedBytes)
        case "drop": Double(dropped)
        case "score": Double(score)
        default: nil
        }
    }
}

extension PersonSummary: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("name", "what the person is called"), .text("id", "the id"),
        .text("flag", "what speaks against the person"), .number("live", "connections"),
        .number("px", "pixels"), .number("rate", "pixels in a minute"),
        .number("score", "how much looks like a program"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "name": [name]
        case "id": [id]
        case "flag": flags
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "live": Double(live)
        case "px": Double(pixels)
        case "rate": Double(perMinute)
        case "score": Double(score)
        default: nil
        }
    }
}

extension BanRecord: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("name", "what the person is called"), .text("id", "the id of the person"),
        .text("kind", "ban, shadow or mute"), .text("scope", "whom it reaches"),
        .text("net", "the network"), .text("reason", "the rule that was broken"),
        .text("why", "what the person is told"), .text("by", "who laid it on"), .text("appeal", "the code"),
        .number("number", "its number"), .number("report", "the report that it answers"),
        .number("for", "how long it lasts in all"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "name": [name]
        case "id": [person]
        case "kind": [kind.rawValue]
        case "scope": [scope.rawValue]
        case "net": [networkLabel]
        case "reason": [reason.rawValue, reason.label]
        case "why": [message]
        case "by": [by]
        case "appeal": [appeal]
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "number": Double(number)
        case "report": report.map { Double($0) }
        case "for": lastingSeconds(from: at, until: until)
        default: nil
        }
    }
}

extension AreaRecord: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("id", "its number, as A7"), .text("board", "which board"), .text("mode", "what holds there"),
        .text("by", "who laid it"), .text("why", "why"), .number("number", "its number"),
        .number("x", "from the left"), .number("y", "from the top"), .number("width", "how wide"),
        .number("height", "how high"), .number("factor", "how many times slower"),
        .number("for", "how long it lasts in all"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "id": ["A\(number)"]
        case "board": [board]
        case "mode": [mode.rawValue]
        case "by": [by]
        case "why": [why]
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "number": Double(number)
        case "x": Double(x)
        case "y": Double(y)
        case "width": Double(width)
        case "height": Double(height)
        case "factor": Double(factor)
        case "for": lastingSeconds(from: at, until: until)
        default: nil
        }
    }
}

extension ReportRecord: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("name", "the author"), .text("id", "the id of the author"), .text("board", "which board"),
        .text("rule", "which rule"), .text("state", "how it stands"), .text("claimed", "who has it in hand"),
        .text("by", "who closed it"), .text("from", "who reported it"), .text("text", "what they wrote"),
        .number("number", "its number"), .number("n", "how many reported it"),
        .number("x", "from the left"), .number("y", "from the top"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "name": [name]
        case "id": [person]
        case "board": [board]
        case "rule": [rule.rawValue, rule.label]
        case "state": isEscalated ? [state.rawValue, "escalated"] : [state.rawValue]
        case "claimed": [claimedBy]
        case "by": [closedBy ?? ""]
        case "from": reporters.map(\.name)
        case "text": reporters.map(\.text)
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "number": Double(number)
        case "n": Double(reporters.count)
        case "x": Double(x)
        case "y": Double(y)
        default: nil
        }
    }
}

extension AuditEntry: FilterFields {
    /// All there is to filter by.
    public static let filterKeys: [FilterKey] = [
        .text("by", "who did it"), .text("what", "what was done"), .text("verb", "which act"),
        .text("board", "on which board"), .text("id", "on whom"), .text("state", "undone, final or standing"),
        .number("number", "its number"), .number("px", "pixels that changed"),
    ]

    /// The texts of a key.
    public func filterText(_ key: String) -> [String] {
        switch key {
        case "by": [by]
        case "what": [text]
        case "verb": [act.verb.rawValue]
        case "board": [board]
        case "id": people
        case "state": [undoneBy != nil ? "undone" : noInverse != nil ? "final" : "standing"]
        default: []
        }
    }

    /// The number of a key.
    public func filterNumber(_ key: String) -> Double? {
        switch key {
        case "number": Double(number)
        case "px": changes.map { Double($0.count) }
        default: nil
        }
    }
}

/// What lasts until somebody ends it lasts longer than anything.
private func lastingSeconds(from start: Int64, until end: Int64?) -> Double {
    guard let end else { return .infinity }
    return (Double(end) - Double(start)) / 1000
}
