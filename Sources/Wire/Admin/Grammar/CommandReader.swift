/// The words behind a verb, while they are taken apart: what stands for itself in order, and what has a name.
struct CommandReader {
    let verb: CommandVerb
    private var things: ArraySlice<String>
    private var values: [String: [String]] = [:]

    /// Sorts the words. Behind `--` nothing is an option.
    init(
        _ verb: CommandVerb, _ words: ArraySlice<String>, in place: AdminCommand.Place
    ) throws(AdminCommandError) {
        self.verb = verb
        let known = CommandOption.of(verb, in: place)
        var things: [String] = []
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                things += rest
                break
            }
            guard Self.isOption(word) else {
                things.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = CommandOption.shortNames[String(parts[0])] ?? String(parts[0])
            guard let option = known.first(where: { $0.name == name }) else {
                throw Self.unknown(name, known, verb, place)
            }
            values[name, default: []].append(try Self.value(of: option, parts, &rest))
        }
        self.things = things[...]
    }

    /// `-5,3` is a place, if no good one.
    private static func isOption(_ word: String) -> Bool {
        word.hasPrefix("-") && word.count > 1 && !(word.dropFirst().first?.isNumber ?? false)
    }

    private static func value(
        of option: CommandOption, _ parts: [Substring], _ rest: inout ArraySlice<String>
    ) throws(AdminCommandError) -> String {
        guard let valueName = option.valueName else {
            guard parts.count == 1 else {
                throw AdminCommandError("\(option.name) takes no value", "leave out '=\(parts[1])'")
            }
            return ""
        }
        if parts.count == 2 { return String(parts[1]) }
        guard let value = rest.popFirst() else {
            throw AdminCommandError("\(option.name) needs a value", "write \(option.name) \(valueName)")
        }
        return value
    }

    private static func unknown(
        _ name: String, _ known: [CommandOption], _ verb: CommandVerb, _ place: AdminCommand.Place
    ) -> AdminCommandError {
        if place == .console,
            (CommandOption.ofShell + CommandOption.ofWatching).contains(where: { $0.name == name })
        {
            return AdminCommandError("\(name) is for the shell", "leave it out here")
        }
        let nearest = Spelling.nearest(to: name, of: known.map(\.name)).map { "did you mean \($0)? " } ?? ""
        return AdminCommandError(
            "\(verb.name) knows no '\(name)'", "\(nearest)'help \(verb.name)' lists its options")
    }

    // MARK: - Things

    /// The next thing, without taking it.
    var next: String? { things.first }

    /// Takes the next thing.
    mutating func take() -> String? { things.popFirst() }

    /// Takes the next thing if it is of that kind.
    mutating func take<Value>(_ read: (String) -> Value?) -> Value? {
        guard let first = things.first, let value = read(first) else { return nil }
        things.removeFirst()
        return value
    }

    /// All that is left, as one text.
    mutating func takeText() -> String? {
        guard !things.isEmpty else { return nil }
        defer { things = [] }
        return things.joined(separator: " ")
    }

    /// Nothing may be left.
    func end() throws(AdminCommandError) {
        guard let word = things.first else { return }
        throw AdminCommandError("\(verb.name) makes nothing of '\(word)'", usage)
    }

    /// What is to be written instead.
    var usage: String { "write " + verb.usages.joined(separator: ", or ") }

    /// Somebody, or several with commas between them.
    mutating func people() throws(AdminCommandError) -> [String] {
        guard let word = take() else { throw AdminCommandError("\(verb.name) needs somebody", usage) }
        return try Self.people(word)
    }

    static func people(_ word: String) throws(AdminCommandError) -> [String] {
        let people = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard people.allSatisfy({ !$0.isEmpty }), people.count <= AdminCommand.peopleMax else {
            throw AdminCommandError(
                "'\(word)' is nobody", "write names, ids or handles with commas between them")
        }
        return people
    }

    /// One person.
    mutating func person() throws(AdminCommandError) -> String {
        let people = try people()
        guard people.count == 1 else {
            throw AdminCommandError("\(verb.name) takes one person at a time", usage)
        }
        return people[0]
    }

    /// A number, with or without a mark before it.
    mutating func number(_ mark: Character = "#") throws(AdminCommandError) -> UInt64? {
        guard let word = take() else { return nil }
        guard let number = Self.number(word, mark) else {
            throw AdminCommandError("'\(word)' is no number", usage)
        }
        return number
    }

    mutating func requiredNumber(_ what: String, _ mark: Character = "#") throws(AdminCommandError) -> UInt64
    {
        guard let number = try number(mark) else {
            throw AdminCommandError("\(verb.name) needs the number of \(what)", usage)
        }
        return number
    }

    static func number(_ word: String, _ mark: Character = "#") -> UInt64? {
        let digits = word.first?.lowercased() == mark.lowercased() ? word.dropFirst() : word[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(digits)
    }

    /// A rectangle, if the next thing begins one: `X,Y WxH` or `X,Y,WxH`.
    mutating func rectangle() throws(AdminCommandError) -> CommandRectangle? {
        guard let first = next, CommandRectangle.isBegun(by: first) else { return nil }
        _ = take()
        if let whole = CommandRectangle(first) { return whole }
        if let second = next, let both = CommandRectangle(first + "," + second) {
            _ = take()
            return both
        }
        throw AdminCommandError("'\(first)' is not all of a rectangle", "write it like 1180,550 90x30")
    }

    // MARK: - Options

    /// Whether an option was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The last value of an option.
    func text(_ name: String) -> String? { values[name]?.last }

    func value<Value>(
        _ name: String, _ remedy: String, _ read: (String) -> Value?
    ) throws(AdminCommandError) -> Value? {
        guard let word = text(name) else { return nil }
        guard let value = read(word) else {
            throw AdminCommandError("\(name) \(word) is not possible", remedy)
        }
        return value
    }

    func people(_ name: String) throws(AdminCommandError) -> [String] {
        var people: [String] = []
        for word in values[name] ?? [] { people += try Self.people(word) }
        return people
    }

    func duration(_ name: String) throws(AdminCommandError) -> Int64? {
        try value(name, Self.durationRemedy) { HumanDuration.read($0) }
    }

    func integer(_ name: String, _ bounds: ClosedRange<Int>) throws(AdminCommandError) -> Int? {
        try value(name, "give a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") {
            Int($0).flatMap { bounds.contains($0) ? $0 : nil }
        }
    }

    static let durationRemedy = "write it like 10m, 1h, 24h, 7d or perm"
}

/// A rectangle as it is typed.
struct CommandRectangle: Equatable, Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// No board is as wide.
    private static let digitsMax = 6

    /// Reads `X,Y,WxH`.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let x = Self.number(parts[0]), let y = Self.number(parts[1]) else {
            return nil
        }
        let sides = parts[2].split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Self.number(sides[0]), let height = Self.number(sides[1]),
            width > 0, height > 0
        else { return nil }
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Whether this can be nothing but a rectangle, or the beginning of one.
    static func isBegun(by word: String) -> Bool {
        word.contains(",") && word.first?.isNumber == true
    }

    /// Reads a place, `X,Y`.
    static func place(_ word: String) -> (x: Int, y: Int)? {
        let parts = word.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let x = number(parts[0]), let y = number(parts[1]) else { return nil }
        return (x, y)
    }

    private static func number(_ digits: Substring) -> Int? {
        guard (1...digitsMax).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(digits)
    }
}

extension AdminAct {
    mutating func lie(in rectangle: CommandRectangle?) {
        x = rectangle?.x
        y = rectangle?.y
        width = rectangle?.width
        height = rectangle?.height
    }
}
