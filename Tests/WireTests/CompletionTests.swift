import TestKit
import Testing
import Wire

struct CompletionTests {
    private var context: CompletionContext {
        var context = CompletionContext()
        context.people = [.init("k3stral", note: "#7fa2"), .init("mina"), .init("k3")]
        context.reports = [.init("4418", note: "1204,566 k3stral"), .init("4417")]
        context.areas = [.init("A1", note: "frozen")]
        context.history = [.init("ban k3stral 24h botting", note: "last used 14:02"), .init("undo")]
        return context
    }

    private func completions(_ line: String) -> [String] {
        AdminCommand.completions(of: line, context).map(\.text)
    }

    @Test func `a line is completed by what was typed before, by people and by screens`() {
        let found = AdminCommand.completions(of: "ban k3s", context)
        #expect(
            found == [
                Completion(text: "ban k3stral 24h botting", note: "last used 14:02"),
                Completion(text: "ban k3stral --dry-run"), Completion(text: "bans", note: "screen 6"),
            ])
    }

    @Test(arguments: [
        ("rol", ["rollback"]), ("mute m", ["mute mina", "mute mina --dry-run"]),
        ("mute mina 2", ["mute mina 24h"]), ("mute mina 24h sp", ["mute mina 24h spam"]),
        ("mute mina 24h sp --dry-run", []), ("claim 441", ["claim 4418", "claim 4417"]),
        ("area lift ", ["area lift A1"]), ("defence", ["defence"]),
        ("area 0,0,5x5 st", ["area 0,0,5x5 staff"]),
        ("ban mina --sc", ["ban mina --scope"]), ("ban mina --reason h", ["ban mina --reason hate"]),
        ("ban mina --for 7", ["ban mina --for 7d"]), ("defence 4", []), ("nothing x", []), ("ban \"k", []),
        ("announce --to mi", ["announce --to mina", "announce --to mina --dry-run"]), ("hea", ["health"]),
    ])
    func `what can stand at the end is offered`(line: String, completions expected: [String]) {
        #expect(completions(line) == expected)
    }

    @Test func `there are never more than fit, and each is a line that can be read`() throws {
        var random = SeededRandom(seed: 8)
        let pieces = ["ban", " ", "k", "--", "m", "'", "\"", "area", "1h", "\\", "\u{202e}", "f", "-"]
        #expect(completions("").count == Completion.countMax)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...8, using: &random)
            let line = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
                .joined()
            let found = completions(line)
            #expect(found.count <= Completion.countMax && Set(found).count == found.count)
            for text in found { #expect(throws: Never.self) { try AdminCommand.words(of: text) } }
        }
    }
}
