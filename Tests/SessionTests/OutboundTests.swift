import Session
import TestKit
import Testing

struct OutboundTests {
    /// Takes what is pending in pieces of at most `count` bytes until nothing is left.
    private func takeAll(_ outbound: inout Outbound, inPiecesOf count: Int) -> [UInt8] {
        var sent: [UInt8] = []
        while outbound.advance() {
            let (bytes, offset) = outbound.pending
            let end = min(bytes.count, offset + count)
            sent += bytes[offset..<end]
            _ = outbound.took(end - offset)
        }
        return sent
    }

    /// Makes the next piece the current one and takes some of it, not all.
    private func begin(_ outbound: inout Outbound, taking count: Int) {
        let hasMore = outbound.advance()
        let isFinished = outbound.took(count)
        #expect(hasMore && !isFinished)
    }

    @Test func `nothing waits in a new one`() {
        var outbound = Outbound()
        #expect(outbound.isEmpty && !outbound.isWithinMessage && outbound.byteCount == 0)
        let hasMore = outbound.advance()
        #expect(!hasMore)
    }

    @Test(arguments: [1, 2, 3, 100])
    func `personal messages go before shared parts, parts in their order`(count: Int) {
        var outbound = Outbound()
        outbound.appendParts([[1, 1], [2, 2]])
        outbound.appendParts([[3]])
        outbound.appendPersonal { $0 += [8, 8] }
        outbound.appendResults(1) { $0 += [9] }
        #expect(outbound.byteCount == 8 && outbound.personalByteCount == 3 && outbound.hasParts)
        let sent = takeAll(&outbound, inPiecesOf: count)
        #expect(sent == [8, 8, 9, 1, 1, 2, 2, 3])
        #expect(outbound.isEmpty && outbound.byteCount == 0)
    }

    @Test func `a message begun is finished before anything else, even more urgent, goes out`() {
        var outbound = Outbound()
        outbound.appendParts([[1, 2, 3]])
        begin(&outbound, taking: 1)
        outbound.appendPersonal { $0 += [9] }
        #expect(outbound.isWithinMessage)
        let sent = takeAll(&outbound, inPiecesOf: 10)
        #expect(sent == [2, 3, 9])
    }

    @Test func `a shared frame that was taken in part is finished first`() {
        var outbound = Outbound()
        outbound.tookPart(of: [1, 2, 3, 4], count: 3)
        outbound.appendPersonal { $0 += [9] }
        #expect(outbound.isWithinMessage && outbound.byteCount == 2)
        let sent = takeAll(&outbound, inPiecesOf: 1)
        #expect(sent == [4, 9])
    }

    @Test func `a frame of which nothing was taken is finished all the same`() {
        var outbound = Outbound()
        outbound.tookPart(of: [1, 2], count: 0)
        let sent = takeAll(&outbound, inPiecesOf: 1)
        #expect(sent == [1, 2])
    }

    @Test func `results count as unsent until the last byte of their batch is taken`() {
        var outbound = Outbound()
        for number in 0..<3 { outbound.appendResults(1) { $0.append(UInt8(number)) } }
        #expect(outbound.unsentResults == 3)
        begin(&outbound, taking: 2)
        outbound.appendResults(1) { $0.append(7) }
        #expect(outbound.unsentResults == 4)
        let isFinished = outbound.took(1)
        #expect(isFinished && outbound.unsentResults == 1)
        let sent = takeAll(&outbound, inPiecesOf: 9)
        #expect(sent == [7])
        #expect(outbound.unsentResults == 0)
    }

    @Test func `dropping what waits leaves only the message begun`() {
        var outbound = Outbound()
        outbound.appendResults(1) { $0 += [1, 2] }
        begin(&outbound, taking: 1)
        outbound.appendResults(1) { $0 += [3] }
        outbound.appendParts([[4]])
        outbound.dropWaiting()
        #expect(outbound.unsentResults == 1)
        let sent = takeAll(&outbound, inPiecesOf: 9)
        #expect(sent == [2])
    }

    @Test func `dropping parts leaves results and the part begun`() {
        var outbound = Outbound()
        outbound.appendParts([[1, 2], [3]])
        begin(&outbound, taking: 1)
        outbound.appendResults(1) { $0 += [9] }
        outbound.dropParts()
        #expect(!outbound.hasParts)
        let sent = takeAll(&outbound, inPiecesOf: 9)
        #expect(sent == [2, 9])
    }

    @Test func `in a random history every message arrives whole and once`() {
        var random = SeededRandom(seed: 3)
        var outbound = Outbound()
        var personal: [UInt8] = []
        var parts: [UInt8] = []
        var sent: [UInt8] = []
        for _ in 0..<4000 {
            let number = UInt8.random(in: 0...127, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                outbound.appendPersonal { $0 += [number, number, number] }
                personal += [number, number, number]
            case 1:
                outbound.appendParts([[number + 128, number + 128]])
                parts += [number + 128, number + 128]
            default:
                guard outbound.advance() else { continue }
                let (bytes, offset) = outbound.pending
                let count = Int.random(in: 0...(bytes.count - offset), using: &random)
                sent += bytes[offset..<offset + count]
                _ = outbound.took(count)
            }
        }
        sent += takeAll(&outbound, inPiecesOf: 5)
        #expect(sent.filter { $0 < 128 } == personal)
        #expect(sent.filter { $0 >= 128 } == parts)
    }
}
