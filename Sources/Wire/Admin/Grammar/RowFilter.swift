/// What is wrong with a filter: what it says, and what to write instead.
public struct RowFilterError: Error, Equatable, Sendable {
    /// What is wrong.
    public let what: String
    /// What to do about it.
    public let remedy: String
}

/// One thing that rows can be told apart by.
public struct FilterKey: Equatable, Sendable {
    /// How it is written before a colon or a comparison.
    public let name: String
    /// It is compared by size.
    public let isNumber: Bool
    /// What it is, in a few words.
    public let text: String

    static func text(_ name: String, _ text: String) -> FilterKey {
        FilterKey(name: name, isNumber: false, text: text)
    }

    static func number(_ name: String, _ text: String) -> FilterKey {
        FilterKey(name: name, isNumber: true, text: text)
    }
}

/// A row that can be filtered.
public protocol FilterFields {
    /// All there is to filter by.
    static var filterKeys: [FilterKey] { get }
    /// The texts of a key; none where there are none.
    func filterText(_ key: String) -> [String]
    /// The number of a key, times in seconds; nil where it has none.
    func filterNumber(_ key: String) -> Double?
}

/// Which rows are wanted: `rate>20 net:10.2/16 name:k3 !mod flag:period "two words"`.
///
/// All terms have to hold. `!` turns one round. `key:text` is: it holds that text; `key=text`: it is that
/// text; numbers are compared, and times may be written as `1h`. A word alone is looked for everywhere.
/// Capitals make no difference.
public struct RowFilter: Equatable, Sendable {
    /// Nobody types more, and a server reads filters of others.
    public static let charactersMax = 500
    /// Each is a look at every row.
    public static let termsMax = 20

    /// As it was written.
    public let text: String
    let terms: [Term]

    /// One condition.
    struct Term: Equatable, Sendable {
        var isNegated = false
        /// Nil: any text of the row.
        var key: String?
        var condition: Condition
    }

    /// What a row's value has to be.
    enum Condition: Equatable, Sendable {
        case holds(String)
        case isText(String)
        case isNetwork(String)
        case compares(Comparison, Double)
    }

    /// How numbers are compared.
    enum Comparison: String, CaseIterable, Sendable {
        // Those that begin alike: the longer one first.
        case atLeast = ">="
        case atMost = "<="
        case more = ">"
        case less = "<"
        case equal = "="
        case colon = ":"
    }

    /// Every row.
    public static let all = RowFilter(text: "", terms: [])

    private init(text: String, terms: [Term]) {
        self.text = text
        self.terms = terms
    }

    /// Reads a filter for rows of one kind.
    public init(_ text: String, for row: (some FilterFields).Type) throws(RowFilterError) {
        guard text.unicodeScalars.count <= Self.charactersMax else {
            throw RowFilterError(
                what: "the filter is too long", remedy: "write at most \(Self.charactersMax) characters")
        }
        var terms: [Term] = []
        for piece in try Self.pieces(of: text) { terms.append(try Self.term(piece, row.filterKeys)) }
        guard terms.count <= Self.termsMax else {
            throw RowFilterError(
                what: "the filter has too many terms", remedy: "write at most \(Self.termsMax)")
        }
        self.init(text: text, terms: terms)
    }

    /// Every row matches.
    public var isEmpty: Bool { terms.isEmpty }

    /// Whether a row is wanted.
    public func matches(_ row: some FilterFields) -> Bool {
        terms.allSatisfy { $0.holds(for: row) != $0.isNegated }
    }

    // MARK: - Reading

    /// A word of the filter. Quotes keep blanks and signs together, and stand for themselves nowhere.
    private struct Piece {
        var characters: [(character: Character, isQuoted: Bool)] = []

        var text: String { String(characters.map(\.character)) }
    }

    private static func pieces(of text: String) throws(RowFilterError) -> [Piece] {
        var pieces: [Piece] = []
        var piece: Piece?
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                piece = piece ?? Piece()
            } else if character.isWhitespace, !isQuoted {
                if let done = piece { pieces.append(done) }
                piece = nil
            } else {
                piece = piece ?? Piece()
                piece?.characters.append((character, isQuoted))
            }
        }
        guard !isQuoted else {
            throw RowFilterError(what: "a quote has no end", remedy: "write another \" behind the words")
        }
        if let done = piece { pieces.append(done) }
        return pieces
    }

    private static func term(_ piece: Piece, _ keys: [FilterKey]) throws(RowFilterError) -> Term {
        var rest = piece.characters[...]
        var isNegated = false
        while let first = rest.first, first.character == "!", !first.isQuoted {
            isNegated.toggle()
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else {
            throw RowFilterError(what: "a term is empty", remedy: "write a word behind it, like !mod")
        }
        let sign = rest.firstIndex { !$0.isQuoted && ":<>=".contains($0.character) }
        guard let sign else {
            let word = String(rest.map(\.character))
            return Term(isNegated: isNegated, key: nil, condition: .holds(word.lowercased()))
        }
        let name = String(rest[..<sign].map(\.character)).lowercased()
        let behind = String(rest[sign...].map(\.character))
        let comparison = Comparison.allCases.first { behind.hasPrefix($0.rawValue) } ?? .colon
        let value = String(behind.dropFirst(comparison.rawValue.count))
        guard let key = keys.first(where: { $0.name == name }) else { throw unknown(name, keys) }
        guard !value.isEmpty else {
            throw RowFilterError(
                what: "'\(piece.text)' compares with nothing",
                remedy: key.isNumber ? "write it like \(name)>20" : "write it like \(name):word")
        }
        return Term(isNegated: isNegated, key: name, condition: try condition(key, comparison, value))
    }

    private static func condition(
        _ key: FilterKey, _ comparison: Comparison, _ value: String
    ) throws(RowFilterError) -> Condition {
        if key.isNumber {
            guard let number = number(value) else {
                throw RowFilterError(
                    what: "'\(value)' is no number", remedy: "write it like \(key.name)>20, or a time as 1h")
            }
            return .compares(comparison, number)
        }
        switch comparison {
        case .colon where key.name == "net": return .isNetwork(value.lowercased())
        case .colon: return .holds(value.lowercased())
        case .equal: return .isText(value.lowercased())
        default:
            throw RowFilterError(
                what: "\(key.name) is a text and has no size", remedy: "write it like \(key.name):word")
        }
    }

    /// A number, or a time in seconds.
    private static func number(_ word: String) -> Double? {
        guard word.utf8.count <= 20 else { return nil }
        if word.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) {
            return Double(word)
        }
        return HumanDuration.read(word).flatMap { $0 > 0 ? Double($0) / 1000 : nil }
    }

    private static func unknown(_ name: String, _ keys: [FilterKey]) -> RowFilterError {
        let names = keys.map(\.name)
        let nearest = Spelling.nearest(to: name, of: names).map { "did you mean \($0)? " } ?? ""
        return RowFilterError(
            what: "there is nothing called '\(name)' to filter by",
            remedy: nearest + "there is " + names.joined(separator: ", "))
    }
}

// MARK: - Matching

extension RowFilter.Term {
    fileprivate func holds(for row: some FilterFields) -> Bool {
        guard let key else {
            return type(of: row).filterKeys.contains { key in
                !key.isNumber && row.filterText(key.name).contains { condition.holds(for: $0) }
            }
        }
        if case .compares(let comparison, let wanted) = condition {
            guard let number = row.filterNumber(key) else { return false }
            return comparison.holds(number, wanted)
        }
        return row.filterText(key).contains { condition.holds(for: $0) }
    }
}

extension RowFilter.Condition {
    fileprivate func holds(for text: String) -> Bool {
        switch self {
        case .holds(let wanted): text.lowercased().contains(wanted)
        case .isText(let wanted): text.lowercased() == wanted
        case .isNetwork(let wanted): Self.isNetwork(text.lowercased(), in: wanted)
        case .compares: false
        }
    }

    /// Whether a masked network lies in what was typed: `10.2.x.x` in `10.2`, `10.2/16` and `10.2.0.0/16`. A
    /// mask shows whole numbers between points, so whole numbers are compared.
    private static func isNetwork(_ label: String, in wanted: String) -> Bool {
        let halves = wanted.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let separator: Character = wanted.contains(":") ? ":" : "."
        var parts = halves[0].split(separator: separator)
        if halves.count == 2, let bits = Int(halves[1]), bits >= 0 {
            parts = Array(parts.prefix(separator == ":" ? (bits + 15) / 16 : (bits + 7) / 8))
        }
        let own = (label.split(separator: "/").first ?? "").split(separator: separator)
        return !parts.isEmpty && own.starts(with: parts)
    }
}

extension RowFilter.Comparison {
    fileprivate func holds(_ number: Double, _ wanted: Double) -> Bool {
        switch self {
        case .atLeast: number >= wanted
        case .atMost: number <= wanted
        case .more: number > wanted
        case .less: number < wanted
        case .equal, .colon: number == wanted
        }
    }
}
