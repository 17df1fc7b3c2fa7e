import Cells
import TestKit
import Testing
import Wire

@testable import toile

/// Answers as text, with names that mean harm.
struct AnswerTextTests {
    private let hostile = [
        "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "a,b", "a\"b", "a\r\nb", "a\tb", "\u{1b}[2J",
        "\u{202e}evil",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "漢字", "👩‍👩‍👧", "", " ", "\u{9b}31m", "\u{200b}",
        "\u{200b}=1",
        "\u{e000}", "\u{2028}", "=\u{301}x", "\u{0}", "'", ";", "\\u001b",
    ]

    private func text(
        _ format: OutputOptions.Format, _ bans: [BanRecord], columnsMax: Int? = nil
    ) throws -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("bans")
        bans.writePart(to: &writer)
        writer.endObject()
        let answer = AnswerText(format: format, nowMillis: 1_000_000, columnsMax: columnsMax)
        return try #require(answer.text(AdminQuestion(.bans), writer.bytes))
    }

    private func ban(_ name: String) -> BanRecord {
        var ban = BanRecord()
        ban.number = 7
        ban.name = name
        ban.reason = .botting
        ban.at = 400_000
        ban.until = 1_432_000
        ban.by = "ana"
        return ban
    }

    /// Nothing in it can do more than be seen.
    private func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar == "\n" || scalar == "\r" || scalar == "\t"
            case .format: scalar == "\u{200d}"
            case .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    @Test func `a table stands in columns`() throws {
        var network = ban("")
        network.networkLabel = "10.2.x.x/16"
        network.number = 12
        network.until = nil
        let table = try text(.table, [ban("k3stral"), network])
        let lines = table.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix(" N  WHO          SCOPE    KIND"))
        #expect(lines[1].hasPrefix(" 7  k3stral      session  ban   17 min 12 s  07:12  Botting  ana"))
        #expect(lines[2].hasPrefix("12  10.2.x.x/16  session  ban          perm      -  Botting  ana"))
        #expect(lines[1].contains("1970-01-01T00:06:40Z"))
    }

    @Test func `the columns of a table keep their places whatever people are called`() throws {
        let table = try text(.table, hostile.map { ban($0) } + [ban("k3stral")])
        #expect(isHarmless(table))
        let lines = table.split(separator: "\n")
        #expect(lines.count == hostile.count + 2)
        let places = lines.dropFirst().map { line -> Int? in
            guard let range = line.firstRange(of: "session") else { return nil }
            return CellText(line[..<range.lowerBound]).width
        }
        #expect(Set(places).count == 1 && places[0] != nil)
        for width in [10, 40, 80] {
            let narrow = try text(.table, hostile.map { ban($0) }, columnsMax: width)
            #expect(narrow.split(separator: "\n").allSatisfy { CellText($0).width <= width })
        }
    }

    @Test func `plain is one line a row, and as many values in each`() throws {
        let plain = try text(.plain, hostile.map { ban($0) })
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(isHarmless(plain) && lines.count == hostile.count)
        let counts = Set(lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).count })
        #expect(counts == [12])
        #expect(
            try text(.plain, [ban("k3")]).hasPrefix("7\tk3\tsession\tban\t1032000\t432000\tbotting\tana\t"))
    }

    @Test func `CSV comes back, and no value is a formula`() throws {
        let csv = try text(.csv, hostile.map { ban($0) })
        #expect(isHarmless(csv) && csv.hasSuffix("\r\n"))
        let records = try #require(Self.records(csv))
        #expect(records.count == hostile.count + 1 && records.allSatisfy { $0.count == 12 })
        #expect(records[0].prefix(3) == ["number", "name", "scope"])
        for record in records.dropFirst() {
            for value in record {
                let first = value.unicodeScalars.first ?? "x"
                #expect(!"=+-@\t\r".unicodeScalars.contains(first), "\(value)")
            }
        }
        #expect(records[1][1] == "'=cmd|'/C calc'!A0" && records[5][1] == "a,b" && records[6][1] == "a\"b")
        #expect(records[7][1] == "a b")
    }

    @Test func `a number is no formula, negative or not`() throws {
        var trail = Trail()
        trail.pixels = [TrailPixel()]
        trail.pixels[0].x = -5
        let answer = AnswerText(format: .csv, nowMillis: 0, columnsMax: nil)
        let csv = try #require(answer.text(AdminQuestion(.trail), trail.bytes))
        #expect(csv.hasPrefix("x,y,colour,at,live\r\n-5,0,0,1970-01-01T00:00:00.000Z,false\r\n"))
    }

    @Test func `JSON is one line, says the same and steers no terminal`() throws {
        let bans = hostile.map { ban($0) }
        let line = try text(.json, bans)
        #expect(line.count { $0 == "\n" } == 1 && line.hasSuffix("\n"))
        #expect(
            line.unicodeScalars.dropLast().allSatisfy {
                ![.control, .format, .privateUse, .lineSeparator].contains($0.properties.generalCategory)
            })
        let read = try JSONValue.parse(Array(line.utf8))["bans"].flatMap { [BanRecord].part($0) }
        #expect(read == bans)
    }

    @Test func `one thing stands member by member for programs`() throws {
        let text =
            #"{"id":"k9","createdAt":1000,"onMs":7440000,"flags":["A","B"],"bans":[{"by":"ana"}],"ok":true}"#
        let answer = AnswerText(format: .plain, nowMillis: 0, columnsMax: nil)
        #expect(
            try #require(answer.text(AdminQuestion(.person), Array(text.utf8)))
                == "id\tk9\ncreatedAt\t1970-01-01T00:00:01.000Z\nonMs\t7440000\nflags\tA B\n"
                + "bans.0.by\tana\nok\ttrue\n")
    }

    @Test func `answers of noise are text or none`() {
        var random = SeededRandom(seed: 17)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"bans\"", "\"lines\"", "\"connections\"", "7", "null", "\"at\"",
            "-9223372036854775808", "9223372036854775807", "\"until\"", "{\"number\":1}", "\"\\u202e\"",
            "true",
        ]
        let subjects = AdminQuestion.Subject.allCases
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                pieces[Int.random(in: pieces.indices, using: &random)]
            }.joined()
            let format = OutputOptions.Format.allCases[Int.random(in: 0..<4, using: &random)]
            let question = AdminQuestion(subjects[Int.random(in: subjects.indices, using: &random)])
            let answer = AnswerText(format: format, nowMillis: .max, columnsMax: 20)
            for body in [text, "{" + text + "}", #"{"bans":[{"at":-9223372036854775808,"until":7}]}"#] {
                if let shown = answer.text(question, Array(body.utf8)) { #expect(isHarmless(shown)) }
            }
        }
    }

    /// Reads CSV as RFC 4180 has it; nil where it is none.
    private static func records(_ csv: String) -> [[String]]? {
        var records: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var wasQuote = false
        for scalar in csv.unicodeScalars {
            switch scalar {
            case "\"" where isQuoted && !wasQuote: wasQuote = true
            case "\"" where wasQuote:
                field.unicodeScalars.append(scalar)
                wasQuote = false
            case "\"" where field.isEmpty: isQuoted = true
            case "\"": return nil
            case _ where isQuoted && !wasQuote: field.unicodeScalars.append(scalar)
            case ",", "\n":
                records[records.count - 1].append(field)
                (field, isQuoted, wasQuote) = ("", false, false)
                if scalar == "\n" { records.append([]) }
            case "\r": break
            default:
                guard !wasQuote else { return nil }
                field.unicodeScalars.append(scalar)
            }
        }
        return records.last?.isEmpty == true ? records.dropLast() : nil
    }
}
