import TestKit
import Testing
import Wire

@testable import Session

struct ChatRingTests {
    private func line(_ number: Int) -> ChatFrame {
        ChatFrame(ChatMessage(id: "\(number)", from: "s", name: "Ada", text: "line \(number)", at: 1))
    }

    private func ring(_ lineCount: Int, messagesMax: Int = 5) -> ChatRing {
        var ring = ChatRing(messagesMax: messagesMax)
        for number in 0..<lineCount { ring.append(line(number)) }
        return ring
    }

    /// What a message says: `+3` for a line, `-3` for its removal, `[3 4]` for a history.
    private func told(_ step: ChatRing.Step) throws -> String {
        // A text frame; lengths from 126 on take two bytes more.
        #expect(step.bytes[0] == 0x81)
        let text = Array(step.bytes[(step.bytes[1] < 126 ? 2 : 4)...])
        let message = try JSONValue.parse(text)
        let id = message["id"]?.string ?? ""
        switch message["type"]?.string {
        case "chat": return "+" + id
        case "chat-removed": return "-" + id
        default:
            #expect(message["type"]?.string == "chat-history" && step.isHistory)
            let lines = try #require(message["messages"]?.elements)
            return "[" + lines.map { $0["id"]?.string ?? "" }.joined(separator: " ") + "]"
        }
    }

    /// Everything that a reader is told from there on.
    private func read(_ ring: inout ChatRing, from cursor: inout UInt64) throws -> [String] {
        var all: [String] = []
        while let step = ring.next(after: cursor, isCrowded: false) {
            #expect(step.cursor > cursor)
            cursor = step.cursor
            all.append(try told(step))
        }
        return all
    }

    /// What a newcomer is told while many others are.
    private func crowded(_ ring: inout ChatRing) throws -> ChatRing.Step {
        let step = ring.next(after: 0, isCrowded: true)
        return try #require(step)
    }

    @Test func `a newcomer is told everything at once, even if that is nothing`() throws {
        var ring = ring(0)
        var cursor: UInt64 = 0
        #expect(try read(&ring, from: &cursor) == ["[]"])
        ring.append(line(7))
        #expect(try read(&ring, from: &cursor) == ["+7"])
        var second: UInt64 = 0
        #expect(try read(&ring, from: &second) == ["[7]"] && second == cursor)
        #expect(ring.next(after: cursor, isCrowded: false) == nil)
    }

    @Test func `whoever fell off is told what is still there`() throws {
        var ring = ring(3)
        var cursor: UInt64 = 0
        _ = try read(&ring, from: &cursor)
        for number in 3..<8 { ring.append(line(number)) }
        var behind = cursor
        #expect(try read(&ring, from: &behind) == ["+3", "+4", "+5", "+6", "+7"])
        ring.append(line(8))
        #expect(try read(&ring, from: &cursor) == ["[4 5 6 7 8]"])
    }

    @Test func `a line that is taken back is told to nobody any more`() throws {
        var ring = ring(3)
        var cursor: UInt64 = 0
        _ = try read(&ring, from: &cursor)
        ring.append(line(3))
        ring.append(ChatFrame(ChatRemovedMessage(id: "3")))
        ring.append(ChatFrame(ChatRemovedMessage(id: "long ago")))
        #expect(try read(&ring, from: &cursor) == ["-3", "-long ago"])
        var newcomer: UInt64 = 0
        #expect(try read(&ring, from: &newcomer) == ["[1 2]"])
    }

    @Test func `in a crowd newcomers share the last history, and get the rest behind it`() throws {
        var ring = ring(2)
        let first = try crowded(&ring)
        ring.append(line(2))
        let second = try crowded(&ring)
        #expect(try told(second) == "[0 1]" && second.cursor == first.cursor)
        var cursor = second.cursor
        #expect(try read(&ring, from: &cursor) == ["+2"])
        // Not one with a line that was taken back since, and not one whose sequel is gone.
        ring.append(ChatFrame(ChatRemovedMessage(id: "1")))
        #expect(try told(crowded(&ring)) == "[0 2]")
        for number in 3..<9 { ring.append(line(number)) }
        #expect(try told(crowded(&ring)) == "[4 5 6 7 8]")
    }

    @Test func `what a reader is owed is what lies before it`() {
        let ring = ring(8)
        let all = (3..<8).reduce(0) { $0 + line($1).bytes.count }
        #expect(ring.byteCount(from: 0) == all && ring.byteCount(from: ring.oldest) == all)
        #expect(ring.byteCount(from: ring.head) == 0)
        #expect(ring.byteCount(from: ring.head - 1) == line(7).bytes.count)
        #expect(ChatRing(messagesMax: 5).byteCount(from: 0) == 0)
    }

    @Test func `readers of any pace are told all that is kept, in order`() throws {
        var random = SeededRandom(seed: 15)
        for _ in 0..<200 {
            var ring = ChatRing(messagesMax: 4)
            var cursor: UInt64 = 0
            var shown: [String] = []
            var present: [String] = []
            for number in 0..<40 {
                if !present.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
                    let id = present.remove(at: Int.random(in: present.indices, using: &random))
                    ring.append(ChatFrame(ChatRemovedMessage(id: id)))
                } else {
                    ring.append(line(number))
                    present.append("\(number)")
                }
                guard number == 39 || Int.random(in: 0..<3, using: &random) == 0 else { continue }
                while let step = ring.next(after: cursor, isCrowded: Bool.random(using: &random)) {
                    cursor = step.cursor
                    let told = try told(step)
                    switch told.first {
                    case "+": shown.append(String(told.dropFirst()))
                    case "-": shown.removeAll { $0 == told.dropFirst() }
                    default: shown = told.dropFirst().dropLast().split(separator: " ").map(String.init)
                    }
                }
                #expect(present.suffix(shown.count) == shown)
            }
        }
    }
}

struct ChatPaceTests {
    private func spend(_ pace: inout ChatPace, at now: Int64) -> Bool {
        pace.spend(burst: 4, lineMillis: 2000, at: now)
    }

    @Test func `four lines at once, and one every two seconds`() {
        var pace = ChatPace()
        #expect(pace.isFull(at: .min) && pace.isFull(at: 0))
        #expect((0..<6).map { _ in spend(&pace, at: 0) } == [true, true, true, true, false, false])
        #expect(!spend(&pace, at: 1999) && spend(&pace, at: 2000) && !spend(&pace, at: 2000))
        #expect(!pace.isFull(at: 9999) && pace.isFull(at: 10_000))
        #expect((0..<5).map { _ in spend(&pace, at: 50_000) } == [true, true, true, true, false])
    }

    @Test func `whoever keeps trying waits no longer for it`() {
        var pace = ChatPace()
        let taken = (0..<100).filter { spend(&pace, at: Int64($0) * 100) }
        #expect(taken == [0, 1, 2, 3, 20, 40, 60, 80])
    }
}
