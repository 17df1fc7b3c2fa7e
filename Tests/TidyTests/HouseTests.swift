import Foundation
import TestKit
import Testing

/// The rules of the house, held against the project itself. What each rule finds is shown in `RuleTests`.
struct HouseTests {
    static let project = Result { try Project(root: ProjectFiles.root) }

    private func expectNone(
        _ violations: (Project) -> [Violation], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let list = violations(try HouseTests.project.get()).map(\.description).joined(separator: "\n")
        #expect(list.isEmpty, "\n\(list)", sourceLocation: sourceLocation)
    }

    @Test func `the project is found`() throws {
        let paths = try HouseTests.project.get().files.map(\.path)
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Sources/WebAssets/WebAssets.swift"))
        #expect(paths.contains(".ci/run"))
        #expect(!paths.contains { $0.hasPrefix(".build") || $0.hasPrefix("Sources/WebAssets/Web/") })
        #expect(!paths.contains { $0.hasPrefix("Sources/WebAssets/Icons/") })
    }

    @Test func `files, functions and lines keep their length`() throws {
        try expectNone { SizeRules.check($0, longFunctions: Set(House.longFunctions.keys)) }
    }

    @Test func `targets import only inward`() throws {
        let all = House.rings.merging(House.plugins) { ring, _ in ring }
        try expectNone { RingRules.imports($0, rings: all) }
    }

    @Test func `the package declares the rings of the table`() throws {
        try expectNone { RingRules.package($0, rings: House.rings) }
    }

    @Test func `the architecture shows the rings of the table`() throws {
        try expectNone { RingRules.architecture($0, rings: House.rings) }
    }

    @Test(arguments: House.rings.filter { $0.value.kind == .shim }.keys.sorted())
    func `each C library is entered by one target`(shim: String) {
        #expect(House.rings.values.filter { $0.ours.contains(shim) }.count == 1)
    }

    @Test func `pure targets know neither time nor chance`() throws {
        try expectNone { RingRules.purity($0, rings: House.rings) }
    }

    @Test func `unsafe code is listed, claims are explained, traps give reasons`() throws {
        try expectNone { SafetyRules.check($0, unsafeFiles: Set(House.unsafeFiles.keys)) }
    }

    @Test func `the list of unsafe files has no stale entry`() throws {
        let stale = SafetyRules.staleExceptions(
            try HouseTests.project.get(), unsafeFiles: Set(House.unsafeFiles.keys))
        #expect(stale == [])
    }

    @Test func `no unfinished work is left lying about`() throws {
        try expectNone(TextRules.unfinishedWork)
    }

    @Test func `nothing speaks of the paths of one machine`() throws {
        try expectNone(TextRules.machinePaths)
    }

    @Test func `Markdown has one title and links that lead somewhere`() throws {
        try expectNone(MarkdownRules.check)
    }

    @Test func `the top level holds the entries of the house`() throws {
        try expectNone(LayoutRules.topLevelEntries)
    }

    @Test func `every library has its tests`() throws {
        try expectNone { LayoutRules.testsMirrorSources($0, rings: House.rings) }
    }

    @Test func `the web client keeps its areas apart`() throws {
        try expectNone(WebRules.check)
    }

    @Test func `the page names all modules that it fetches, so that none waits for another`() throws {
        try expectNone(PreloadRules.check)
    }

    @Test(.enabled(if: node != nil, "there is no node on the PATH"))
    func `every script is JavaScript`() throws {
        let scripts = try HouseTests.project.get().files.filter { $0.language == .javaScript }
        let parseAll = """
            import { readFileSync } from "node:fs";
            import { SourceTextModule } from "node:vm";
            for (const path of process.argv.slice(1)) {
              new SourceTextModule(readFileSync(path, "utf8"), { identifier: path });
            }
            """
        let process = Process()
        process.executableURL = node
        process.currentDirectoryURL = ProjectFiles.root
        process.arguments =
            ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "--eval", parseAll, "--"]
            + scripts.map(\.path)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

private let node: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "node") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
