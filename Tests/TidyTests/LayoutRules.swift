/// A room is known by its door: what lies where.
enum LayoutRules {
    private static let topLevel: Set = [
        "Package.swift", "Package.resolved", "README.md", "Makefile", "LICENSE", "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md", "Sources", "Tests", "Assets", "Web", "Docs",
    ]
    /// Folders of Tests/ that are not the tests of one target.
    private static let sharedTests: Set = [
        "TestKit", "Fixtures", "Budgets", "EndToEndTests", "SimulationTests", "TidyTests", "Web", "Browser",
        "Conformance", "Console", "Guides", "TerminalProbe",
    ]

    static func topLevelEntries(_ project: Project) -> [Violation] {
        Set(project.files.map { String($0.pathParts[0]) }).sorted()
            .filter { !$0.hasPrefix(".") && !topLevel.contains($0) }
            .map { Violation(path: $0, line: 1, reason: "not an entry of the house") }
    }

    /// Every library has tests, and every folder of tests something that it tests.
    static func testsMirrorSources(_ project: Project, rings: [String: Ring]) -> [Violation] {
        let libraries = rings.filter { [.pure, .edge].contains($0.value.kind) }.keys
        let tested = Set(
            project.files.filter { file in
                file.path.hasPrefix("Tests/") && file.tokens.contains { $0.is("Test") }
            }
            .compactMap(\.target))
        let untested = libraries.filter { !tested.contains($0 + "Tests") }.map {
            Violation(path: "Tests/\($0)Tests", line: 1, reason: "\($0) has no tests")
        }
        // Programs are written small, as people type them; folders of tests are not.
        let known = sharedTests.union(rings.keys.map { $0.prefix(1).uppercased() + $0.dropFirst() + "Tests" })
        let strange = Set(project.files.filter { $0.path.hasPrefix("Tests/") }.compactMap(\.target))
            .subtracting(known)
            .map { Violation(path: "Tests/\($0)", line: 1, reason: "tests nothing that we have") }
        return (untested + strange).sorted { $0.path < $1.path }
    }
}
