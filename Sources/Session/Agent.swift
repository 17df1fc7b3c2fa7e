import Wire

/// The program at the other end of a connection, as it calls itself.
public struct Agent: Hashable, Sendable {
    /// What is kept of that, in bytes: what real programs say fits.
    public static let textBytesMax = 200

    /// What it says, made safe to be shown; empty: it says nothing.
    public let text: String
    /// The language that it asks for first, in small letters; empty: it asks for none.
    public let language: String

    /// A program by its header fields `User-Agent` and `Accept-Language`.
    public init(userAgent: String?, acceptLanguage: String?) {
        text = userAgent.flatMap { SafeLine(Self.cut($0, Self.textBytesMax)) }?.text ?? ""
        let first = acceptLanguage?.utf8.prefix { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        language = first.map { String(decoding: $0.prefix(3), as: UTF8.self).lowercased() } ?? ""
    }

    /// It in a few words: `firefox 131 fr`, `curl 8.5`, `bot? no agent`.
    public var summary: String {
        guard !text.isEmpty else { return "bot? no agent" }
        let name = Self.browser(text) ?? Self.program(text)
        return language.isEmpty ? name : "\(name) \(language)"
    }

    /// What browsers call themselves: the one that says the most stands first, for all of them claim to be
    /// the others.
    private static let browsers = [
        ("Edg/", "edge"), ("OPR/", "opera"), ("SamsungBrowser/", "samsung"), ("Firefox/", "firefox"),
        ("FxiOS/", "firefox"), ("CriOS/", "chrome"), ("HeadlessChrome/", "headless"), ("Chrome/", "chrome"),
        ("Version/", "safari"),
    ]

    private static func browser(_ text: String) -> String? {
        guard text.hasPrefix("Mozilla/") else { return nil }
        let words = text.split(separator: " ")
        for (mark, name) in browsers {
            guard let word = words.first(where: { $0.hasPrefix(mark) }) else { continue }
            let version = word.dropFirst(mark.count).prefix { $0 != "." }
            return "\(name) \(version)"
        }
        return "mozilla"
    }

    /// `curl/8.5.0 (…)`: the name of the first product, and the two numbers that people know.
    private static func program(_ text: String) -> String {
        let parts = text.prefix { $0 != " " }.split(separator: "/", maxSplits: 1)
        let name = parts.first.map(String.init) ?? text
        guard parts.count == 2 else { return cut(name, programBytesMax) }
        let version = parts[1].split(separator: ".").prefix(2).joined(separator: ".")
        return cut("\(name) \(version)", programBytesMax)
    }

    private static let programBytesMax = 24

    /// No more than so many bytes, whole characters of Unicode.
    private static func cut(_ text: String, _ bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var cut = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= bytesMax else { break }
            cut.append(scalar)
        }
        return String(cut)
    }
}
