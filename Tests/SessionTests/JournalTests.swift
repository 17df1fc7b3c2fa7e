import Session
import TestKit
import Testing

struct JournalTests {
    private func frame(_ byteCount: Int, seq: UInt64 = 0) -> Frame {
        Frame(bytes: [UInt8](repeating: 1, count: byteCount), seqAfter: seq)
    }

    @Test func `a new journal has nothing, and its cursor stands at the head`() {
        let journal = Journal(framesMax: 4, bytesMax: 100)
        #expect(journal.head == 0 && journal.oldest == 0 && journal.byteCount == 0)
        #expect(journal.frame(at: 0) == nil)
        #expect(journal.byteCount(from: 0) == 0)
    }

    @Test func `no more frames are kept than it may keep`() {
        var journal = Journal(framesMax: 3, bytesMax: 1000)
        for seq in 1...10 { journal.append(frame(1, seq: UInt64(seq))) }
        #expect(journal.head == 10 && journal.oldest == 7 && journal.byteCount == 3)
        #expect(journal.frame(at: 6) == nil)
        #expect((7..<10).map { journal.frame(at: $0)?.seqAfter } == [8, 9, 10])
        #expect(journal.frame(at: 10) == nil)
    }

    @Test func `no more bytes are kept than it may keep`() {
        var journal = Journal(framesMax: 100, bytesMax: 50)
        for _ in 0..<10 { journal.append(frame(20)) }
        #expect(journal.head - journal.oldest == 2 && journal.byteCount == 40)
    }

    @Test func `the newest frame stays, however long it is`() {
        var journal = Journal(framesMax: 100, bytesMax: 50)
        journal.append(frame(10))
        journal.append(frame(500, seq: 2))
        #expect(journal.oldest == 1 && journal.frame(at: 1)?.seqAfter == 2 && journal.byteCount == 500)
        journal.append(frame(10, seq: 3))
        #expect(journal.frame(at: 1) == nil && journal.frame(at: 2)?.seqAfter == 3)
    }

    @Test func `breaking off leaves no cursor on it but the one at the new head`() {
        var journal = Journal(framesMax: 4, bytesMax: 100)
        journal.append(frame(5))
        journal.append(frame(5))
        journal.breakOff()
        #expect(journal.head == 3 && journal.oldest == 3 && journal.byteCount == 0)
        for cursor in UInt64(0)..<3 { #expect(journal.byteCount(from: cursor) == nil) }
        #expect(journal.byteCount(from: 3) == 0)
        journal.append(frame(5, seq: 9))
        #expect(journal.frame(at: 3)?.seqAfter == 9 && journal.frame(at: 2) == nil)
    }

    @Test func `what a cursor is owed is the sum of the frames from it on`() {
        var journal = Journal(framesMax: 3, bytesMax: 1000)
        for count in 1...5 { journal.append(frame(count)) }
        #expect(journal.byteCount(from: 1) == nil)
        #expect((2...5).map { journal.byteCount(from: $0) } == [12, 9, 5, 0])
        #expect(journal.byteCount(from: 6) == nil)
    }

    @Test func `in a random history its sums agree with its frames`() {
        var random = SeededRandom(seed: 11)
        var journal = Journal(framesMax: 7, bytesMax: 64)
        for _ in 0..<2000 {
            if Int.random(in: 0..<20, using: &random) == 0 {
                journal.breakOff()
            } else {
                journal.append(frame(Int.random(in: 0...80, using: &random)))
            }
            let kept = (journal.oldest..<journal.head).map { journal.frame(at: $0)?.bytes.count }
            #expect(!kept.contains(nil) && kept.count <= 7)
            #expect(kept.reduce(0) { $0 + ($1 ?? 0) } == journal.byteCount)
            #expect(journal.byteCount <= 64 || kept.count == 1)
        }
    }

    @Test func `a compressed message goes to those who can take it, where there is one`() {
        let both = Frame(bytes: [1, 2, 3], deflated: [9], seqAfter: 0)
        #expect(both.bytes(deflated: true) == [9] && both.bytes(deflated: false) == [1, 2, 3])
        let plain = Frame(bytes: [1, 2, 3], seqAfter: 0)
        #expect(plain.bytes(deflated: true) == [1, 2, 3])
    }
}
