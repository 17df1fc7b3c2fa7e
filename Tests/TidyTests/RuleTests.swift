import Testing

/// Each rule on the smallest things it must find, and the likes of them that it must leave alone.
struct RuleTests {
    private func reasons(_ violations: [Violation]) -> [String] {
        violations.map { "\($0.line): \($0.reason)" }
    }

    @Test func `long files, functions and lines are found`() {
        let body = String(repeating: "    a()\n", count: 59)
        let project = Project([
            "Sources/A/Long.swift": String(repeating: "a\n", count: 501),
            "Sources/A/Right.swift": String(repeating: "a\n", count: 500),
            "Web/js/long.js": String(repeating: "a\n", count: 301),
            "Sources/A/Functions.swift": "func fits() {\n\(body.dropLast(8))}\nfunc long() {\n\(body)}\n",
            "Sources/A/Wide.swift": "//" + String(repeating: "é", count: 109) + "\n"
                + String(repeating: "é", count: 110),
            "Docs/Wide.md": String(repeating: "a", count: 200),
        ])
        let found = SizeRules.check(project).map(\.description)
        #expect(
            found == [
                "Sources/A/Functions.swift:61: long is 61 lines long, over 60",
                "Sources/A/Long.swift:500: 501 lines, over 500",
                "Sources/A/Wide.swift:1: 111 columns, over 110",
                "Web/js/long.js:300: 301 lines, over 300",
            ])
        let excused = SizeRules.check(project, longFunctions: ["Sources/A/Functions.swift long"])
        #expect(excused.count == found.count - 1)
    }

    @Test func `imports beyond the table are found`() {
        let text = """
            import Inner
            public import struct Foundation.Date
            @testable import Other
            // import Commented
            """
        let rings = ["A": Ring(.pure, ours: ["Inner"])]
        let found = RingRules.imports(
            Project(["Sources/A/a.swift": text, "Sources/B/b.swift": "", "Tests/A/a.swift": text]),
            rings: rings)
        #expect(
            reasons(found) == [
                "2: A may not import Foundation", "3: A may not import Other",
                "1: no such target in the table of rings",
            ])
    }

    @Test func `a package that differs from the table is found`() {
        let text = """
            pure("A"),
            edge("B", ["A"], exclude: ["X"]),
            shim("C", linking: "c"),
            program(
                "D", ["A", "B"]),
            """
        let rings = [
            "A": Ring(.edge), "B": Ring(.edge, ours: ["A"]), "D": Ring(.program, ours: ["A"]),
            "E": Ring(.pure),
        ]
        #expect(
            reasons(RingRules.package(Project(["Package.swift": text]), rings: rings)) == [
                "1: A is edge", "1: E is not declared", "3: C is not in the table",
                "4: D and the table differ in [\"B\"]",
            ])
    }

    @Test func `an architecture that differs from the table is found`() {
        let text = """
            | target | knows | imports |
            |---|---|---|
            | `A` | a | nothing |
            | `B` | b | `A` |
            | `C` | c | all of the above |
            | `D` | d | `A`, `B` |
            """
        let rings = [
            "A": Ring(.pure, ours: ["X"]), "B": Ring(.edge, ours: ["A"]), "C": Ring(.edge), "D": Ring(.edge),
        ]
        let found = RingRules.architecture(Project(["Docs/Architecture.md": text]), rings: rings)
        #expect(found.map(\.line) == [3, 6])
    }

    @Test(arguments: [
        "ContinuousClock().sleep()", "let a: Instant = .now", "f(.now)", "Date.now", "Int.random(in: 0..<2)",
        "list.shuffled()", "time(nil)", "var g = SystemRandomNumberGenerator()",
    ])
    func `time and chance are found in pure targets`(line: String) {
        let project = Project(["Sources/A/a.swift": line, "Sources/B/b.swift": line])
        let rings = ["A": Ring(.pure), "B": Ring(.edge)]
        #expect(RingRules.purity(project, rings: rings).map(\.path) == ["Sources/A/a.swift"])
    }

    @Test(arguments: [
        "let now = state.now", "f(now: now)", "// .now", "\"random()\"", "var time: Int", "f().now",
        "a.time(1)", "case time(Int64)",
    ])
    func `what only looks like time and chance is left alone`(line: String) {
        #expect(RingRules.purity(Project(["Sources/A/a.swift": line]), rings: ["A": Ring(.pure)]) == [])
    }

    @Test(arguments: [
        "withUnsafeBytes(of: a) {}", "let p: UnsafeRawPointer", "unsafe f()", "Unmanaged.passRetained(a)",
        "unsafeBitCast(a, to: B.self)", "final class A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
        "// Safe enough.\nfinal class A: @unchecked Sendable {}", "try! f()", "a as! B", "fatalError()",
        "preconditionFailure()",
    ])
    func `unlisted, unexplained and unreasoned code is found`(text: String) {
        let project = Project(["Sources/A/a.swift": text, "Tests/A/a.swift": text])
        #expect(SafetyRules.check(project, unsafeFiles: []).map(\.path) == ["Sources/A/a.swift"])
    }

    @Test(arguments: [
        "// Safe because of the lock.\nfinal class A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1  // safe because main only", "fatalError(\"state and event\")",
        "a as? B",
        "// try! f()", "try f()",
    ])
    func `explained and reasoned code is left alone`(text: String) {
        #expect(SafetyRules.check(Project(["Sources/A/a.swift": text]), unsafeFiles: []) == [])
    }

    @Test func `a listed file may be unsafe, and must be`() {
        let project = Project(["Sources/A/a.swift": "unsafe f()", "Sources/A/b.swift": "f()"])
        #expect(SafetyRules.check(project, unsafeFiles: ["Sources/A/a.swift"]) == [])
        let listed: Set = ["Sources/A/a.swift", "Sources/A/b.swift", "Sources/A/gone.swift"]
        let stale = SafetyRules.staleExceptions(project, unsafeFiles: listed)
        #expect(stale == ["Sources/A/b.swift", "Sources/A/gone.swift"])
    }

    @Test func `unfinished work is found`() {
        let project = Project([
            "a.md": "TO" + "DO: b", "b.swift": "// FIX" + "ME", "c.swift": "let TO" + "DOS = 1",
        ])
        #expect(TextRules.unfinishedWork(project).map(\.path) == ["a.md", "b.swift"])
    }

    @Test func `paths of one machine are found`() {
        let home = "/ho" + "me/"
        let project = Project([
            "a.md": "in \(home)me", "b.md": home, "c.md": "example.org\(home)me .\(home)a",
        ])
        #expect(TextRules.machinePaths(project).map(\.path) == ["a.md", "b.md"])
    }

    @Test func `titles and links of Markdown are checked`() {
        let text = """
            # Title
            [good](b.md), [anchored](b.md#a-b-2), [folder](Sub/), [web](https://example.org/), `[code](no.md)`
            [bad](no.md) and [wrong heading](b.md#c) and [own](#title)
            ```
            # no title, [no link](no.md)
            ```
            # Second
            """
        let found = MarkdownRules.check(
            Project(["Docs/a.md": text, "Docs/b.md": "# B\n## A: b, 2\n", "Docs/Sub/c.md": "text"]))
        #expect(
            found.map(\.description) == [
                "Docs/Sub/c.md:1: does not begin with its title", "Docs/a.md:7: a second title",
                "Docs/a.md:3: no.md leads nowhere", "Docs/a.md:3: b.md#c: no such heading",
            ])
    }

    @Test func `strange entries and missing tests are found`() {
        let project = Project([
            "README.md": "", ".hidden": "", "Junk/a.txt": "", "notes.txt": "",
            "Tests/ATests/a.swift": "@Test func a() {}",
            "Tests/BTests/b.swift": "", "Tests/Other/c.swift": "", "Tests/TestKit/d.swift": "",
        ])
        #expect(LayoutRules.topLevelEntries(project).map(\.path) == ["Junk", "notes.txt"])
        let rings = ["A": Ring(.pure), "B": Ring(.edge), "C": Ring(.program)]
        let found = LayoutRules.testsMirrorSources(project, rings: rings).map(\.path)
        #expect(found == ["Tests/BTests", "Tests/Other"])
    }
}
