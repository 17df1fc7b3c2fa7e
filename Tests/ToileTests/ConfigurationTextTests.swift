import TestKit
import Testing

@testable import toile

/// The text of a configuration file, before anybody asks what the names mean.
struct ConfigurationTextTests {
    private func read(_ text: String) throws -> [String] {
        try ConfigurationText(Array(text.utf8)).entries.map {
            "\($0.board ?? "-") \($0.key)=\($0.value)"
        }
    }

    @Test(
        arguments: [
            ("", []),
            ("\n  \n\t\n# a comment\n   # another", []),
            ("a = 1", ["- a=1"]),
            ("a=1\nb =2\nc= 3 \n", ["- a=1", "- b=2", "- c=3"]),
            ("a = 1\r\nb = 2\r\n", ["- a=1", "- b=2"]),
            ("\u{feff}a = 1", ["- a=1"]),
            ("\ta\t=\t1 2\t3\t", ["- a=1 2\t3"]),
            ("a = 1 # one", ["- a=1"]),
            ("a = b#c", ["- a=b#c"]),
            ("a = b=c", ["- a=b=c"]),
            ("a = \"b # c\" # d", ["- a=b # c"]),
            ("a = \"\"", ["- a="]),
            ("a = \" say \\\"hi\\\" \\\\ \"", ["- a= say \"hi\" \\ "]),
            ("a = it is \"so\"", ["- a=it is \"so\""]),
            (
                "a = 1\n[board main]\na = 2\n [ board night ] # late\nb = 3",
                ["- a=1", "main a=2", "night b=3"]
            ),
            ("größe = ünï ✓", ["- größe=ünï ✓"]),
        ] as [(String, [String])])
    func `lines are names and values`(text: String, expected: [String]) throws {
        #expect(try read(text) == expected)
    }

    @Test(
        arguments: [
            ("a", 1, 2, "no ="), ("a 1", 1, 3, "no ="), ("x = 1\n  = 1", 2, 3, "no name"),
            ("a =", 1, 4, "no value"), ("a = # b", 1, 5, "no value"), ("\n\n\"a\" = 1", 3, 1, "no name"),
            ("a = \"b", 1, 7, "no end"), ("a = \"b\" c", 1, 9, "follows"),
            ("a = \"\\n\"", 1, 7, "stands before"),
            ("[main]", 1, 1, "no section"), ("[board]", 1, 1, "no section"),
            ("x = 1\n [board a", 2, 2, "no section"),
            ("[board a] b", 1, 1, "no section"), ("[board a]\n[board b]\n[board a]", 3, 1, "on line 1"),
            ("a = 1\u{0}", 1, 6, "control"), ("a = 1\nb = \u{1b}[0m", 2, 5, "control"),
            ("a = 1\rb = 2", 1, 6, "control"),
        ] as [(String, Int, Int, String)])
    func `a mistake has its place`(text: String, line: Int, column: Int, what: String) {
        let fault = #expect(throws: ConfigurationFault.self) { try read(text) }
        #expect(fault?.place == TextPlace(line: line, column: column))
        #expect(fault?.what.contains(what) == true && fault?.remedy.isEmpty == false)
    }

    @Test func `what is no UTF-8 is shown where it begins`() {
        let fault = #expect(throws: ConfigurationFault.self) {
            try ConfigurationText(Array("a = 1\nbö = ".utf8) + [0xc3, 0x28] + Array("\nc = 2".utf8))
        }
        #expect(fault?.place == TextPlace(line: 2, column: 6))
        #expect(throws: ConfigurationFault.self) {
            try ConfigurationText([UInt8](repeating: 0x20, count: ConfigurationText.bytesMax + 1))
        }
    }

    @Test func `noise is read or refused, and never more`() {
        var random = SeededRandom(seed: 78)
        let pieces = [
            "a", "=", " ", "\t", "\n", "\r\n", "#", "\"", "\\", "[", "]", "board", "main", "ü", "\u{301}",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...20, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
                .joined()
            var bytes = Array(text.utf8)
            if Bool.random(using: &random), !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            do throws(ConfigurationFault) {
                _ = try ConfigurationText(bytes)
            } catch {
                #expect(error.place.line >= 1 && error.place.column >= 1)
            }
        }
    }
}
