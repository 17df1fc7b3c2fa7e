import Foundation
import TestKit
import Testing

/// Docs/Moderation.md shows screens as they are.
struct GuideTests {
    @Test func `The guide shows the screens as they stand in the golden files`() throws {
        let guide = try String(
            contentsOf: ProjectFiles.root.appending(path: "Docs/Moderation.md"), encoding: .utf8)
        let pieces = guide.components(separatedBy: "<!-- screen: ").dropFirst()
        #expect(pieces.count >= 5)
        for piece in pieces {
            let name = try #require(piece.components(separatedBy: " -->").first)
            let shown = try #require(piece.components(separatedBy: "```text\n").dropFirst().first)
                .components(separatedBy: "\n```").first
            let golden = String(decoding: try ProjectFiles.fixture("console/\(name).txt"), as: UTF8.self)
            #expect(shown == golden.trimmingCharacters(in: .newlines), "\(name) is another by now")
        }
    }
}
