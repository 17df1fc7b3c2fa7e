/// A place in a file, counted from 1 as editors do.
struct TextPlace: Equatable {
    var line: Int
    var column: Int
}

/// What is wrong with a configuration file, and where.
struct ConfigurationFault: Error, Equatable {
    let place: TextPlace
    let what: String
    let remedy: String
}

/// One `name = value` of a configuration file.
struct ConfigurationEntry: Equatable {
    /// The board in whose section it stands; nil before the first section.
    let board: String?
    let key: String
    let value: String
    let keyPlace: TextPlace
    let valuePlace: TextPlace
}

/// One `[board NAME]` of a configuration file.
struct ConfigurationSection: Equatable {
    let board: String
    let place: TextPlace
}

/// The text of a configuration file: lines of `name = value`, `#` before a comment, and sections
/// `[board NAME]` for what is said of one board alone.
///
/// A value ends with its line, or where a `#` follows a blank. In double quotes it may hold anything, with
/// `\"` for a quote and `\\` for a backslash.
struct ConfigurationText: Equatable {
    /// A file that is longer is none of ours.
    static let bytesMax = 1 << 20

    private(set) var entries: [ConfigurationEntry] = []
    private(set) var sections: [ConfigurationSection] = []

    init(_ bytes: [UInt8]) throws(ConfigurationFault) {
        let start = TextPlace(line: 1, column: 1)
        guard bytes.count <= Self.bytesMax else {
            throw ConfigurationFault(
                place: start, what: "the file is too long", remedy: "keep it below 1 MiB")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationFault(
                place: Self.placeOfBadText(bytes), what: "this is no UTF-8 text",
                remedy: "save the file as UTF-8")
        }
        // What some editors put in front of UTF-8.
        if text.unicodeScalars.first == "\u{feff}" { text.unicodeScalars.removeFirst() }
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (number, line) in lines.enumerated() {
            var reader = LineReader(line: Array(line), number: number + 1)
            try read(&reader)
        }
    }

    private mutating func read(_ line: inout LineReader) throws(ConfigurationFault) {
        try line.refuseControlCharacters()
        line.skipBlanks()
        if line.isAtEnd { return }
        if line.next == "[" { return try readSection(&line) }
        let keyPlace = line.place
        let key = line.word()
        guard !key.isEmpty else {
            throw line.fault(
                "there is no name here", "write NAME = VALUE, # before a comment, or [board NAME]")
        }
        line.skipBlanks()
        guard line.take("=") else {
            throw line.fault("there is no = behind '\(key)'", "write \(key) = VALUE")
        }
        line.skipBlanks()
        let valuePlace = line.place
        guard let value = try line.value() else {
            throw ConfigurationFault(
                place: valuePlace, what: "'\(key)' has no value",
                remedy: "write one, or leave out the line; \"\" is the empty text")
        }
        entries.append(
            ConfigurationEntry(
                board: sections.last?.board, key: key, value: value, keyPlace: keyPlace,
                valuePlace: valuePlace))
    }

    private mutating func readSection(_ line: inout LineReader) throws(ConfigurationFault) {
        let place = line.place
        _ = line.take("[")
        line.skipBlanks()
        let kind = line.word()
        line.skipBlanks()
        let name = line.word()
        line.skipBlanks()
        let isClosed = line.take("]")
        line.skipBlanks()
        guard kind == "board", !name.isEmpty, isClosed, line.isAtEnd else {
            throw ConfigurationFault(
                place: place, what: "this is no section", remedy: "sections are written [board NAME]")
        }
        if let first = sections.first(where: { $0.board == name }) {
            throw ConfigurationFault(
                place: place, what: "the board \(name) has a section on line \(first.place.line) already",
                remedy: "join the two")
        }
        sections.append(ConfigurationSection(board: name, place: place))
    }

    /// The first character that had to be repaired.
    private static func placeOfBadText(_ bytes: [UInt8]) -> TextPlace {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        let repaired = String(decoding: lines[bad], as: UTF8.self)
        return TextPlace(line: bad + 1, column: repaired.prefix { $0 != "\u{fffd}" }.count + 1)
    }
}

/// Goes through one line.
private struct LineReader {
    private let line: [Character]
    private let number: Int
    private var position = 0

    init(line: [Character], number: Int) {
        self.line = line
        self.number = number
    }

    var place: TextPlace { TextPlace(line: number, column: position + 1) }

    /// Only a comment is left, or nothing.
    var isAtEnd: Bool { position >= line.count || line[position] == "#" }

    var next: Character? { position < line.count ? line[position] : nil }

    func fault(_ what: String, _ remedy: String) -> ConfigurationFault {
        ConfigurationFault(place: place, what: what, remedy: remedy)
    }

    func refuseControlCharacters() throws(ConfigurationFault) {
        let bad = line.firstIndex { character in
            character != "\t" && character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
        }
        guard let bad else { return }
        throw ConfigurationFault(
            place: TextPlace(line: number, column: bad + 1), what: "there is a control character here",
            remedy: "remove it")
    }

    mutating func skipBlanks() {
        while let character = next, character == " " || character == "\t" { position += 1 }
    }

    mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    /// Everything up to a blank or a sign that means something here.
    mutating func word() -> String {
        let word = line[position...].prefix { !" \t=#[]\"".contains($0) }
        position += word.count
        return String(word)
    }

    /// A value: quoted, or the rest of the line without its comment; nil where nothing is left.
    mutating func value() throws(ConfigurationFault) -> String? {
        if take("\"") { return try quoted() }
        var value = ""
        while let character = next {
            if character == "#", value.isEmpty || value.last == " " || value.last == "\t" { break }
            value.append(character)
            position += 1
        }
        while value.last == " " || value.last == "\t" { value.removeLast() }
        return value.isEmpty ? nil : value
    }

    private mutating func quoted() throws(ConfigurationFault) -> String {
        var value = ""
        while let character = next {
            position += 1
            if character == "\"" {
                skipBlanks()
                guard isAtEnd else {
                    throw fault("something follows the quoted value", "put \\ before a quote within it")
                }
                return value
            }
            if character == "\\" {
                guard let escaped = next, escaped == "\"" || escaped == "\\" else {
                    throw fault("\\ stands before a quote or another \\ only", "write \\\\ for one \\")
                }
                position += 1
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        throw fault("the quoted value has no end", "put a quote behind it")
    }
}
