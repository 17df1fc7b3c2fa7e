import TestKit
import Testing
import Wire

@Suite struct BinaryTests {
    @Test func `a varint takes as many bytes as it says, whatever its value`() {
        for bits in 0...53 {
            for value in [(1 as UInt64) << bits - 1, (1 as UInt64) << bits] where value <= Varint.valueMax {
                var bytes: [UInt8] = []
                Varint.append(value, to: &bytes)
                #expect(bytes.count == Varint.byteCount(value))
                #expect(bytes.count <= Varint.byteCountMax)
            }
        }
    }

    @Test func `a varint may come in more bytes than it needs`() throws {
        let message = try ClientMessage.decode([
            2, 0x81, 0x80, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0,
        ])
        #expect(message == .resync(epoch: 1, seq: 0))
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `deltas of random boards come through, and are as long as foretold`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            let pixelCount = Int.random(in: 1...9_000, using: &random)
            let board = (0..<pixelCount).map { _ in UInt8.random(in: 0...255, using: &random) }
            let density = Int.random(in: 1...700, using: &random)
            let indexes = (0..<UInt32(pixelCount)).filter { _ in
                Int.random(in: 0..<density, using: &random) == 0
            }
            let advance = UInt64(indexes.count) + UInt64.random(in: 0...9, using: &random)
            let seq = advance + UInt64.random(in: 0...(1 << 50), using: &random)
            var bytes: [UInt8] = [99]
            DeltaFrame.append(
                to: &bytes, seq: seq, advance: advance, digest: 77, indexes: indexes, colours: board)
            #expect(bytes.removeFirst() == 99)
            #expect(bytes.count == DeltaFrame.byteCount(seq: seq, advance: advance, indexes: indexes))
            let delta = try DeltaFrame.decode(bytes)
            let expected = DecodedDelta(
                seq: seq, advance: advance, digest: 77, indexes: indexes,
                colours: indexes.map { board[Int($0)] })
            #expect(delta == expected)
        }
    }

    @Test func `the parts of a board are as long as foretold, and none too long`() throws {
        for total in [1, BoardPart.colourCountMax, BoardPart.colourCountMax + 1, 1_000_000] {
            var byteCount = 0
            for offset in stride(from: 0, to: total, by: BoardPart.colourCountMax) {
                let colours = [UInt8](repeating: 7, count: min(BoardPart.colourCountMax, total - offset))
                var bytes: [UInt8] = []
                BoardPart.appendHeader(
                    to: &bytes, seq: Varint.valueMax, digest: 5, offset: offset, total: total)
                bytes += colours
                #expect(bytes.count <= BoardPart.byteCountMax)
                byteCount += bytes.count
                let part = BoardPart(
                    seq: Varint.valueMax, digest: 5, offset: UInt64(offset), total: UInt64(total),
                    colours: colours)
                #expect(try BoardPart.decode(bytes) == part)
            }
            #expect(byteCount == BoardPart.byteCountOfAll(seq: Varint.valueMax, total: total))
        }
    }

    @Test func `a result is as long as it says`() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<200 {
            let result = ResultMessage(
                tag: .random(in: 0 ... .max, using: &random), status: .random(in: 0...14, using: &random),
                colour: .random(in: 0 ... .max, using: &random),
                charges: .random(in: 0 ... .max, using: &random),
                waitMillis: number(&random),
                seq: number(&random))
            var bytes: [UInt8] = []
            result.append(to: &bytes)
            #expect(bytes.count == result.byteCount && bytes.count <= ResultMessage.byteCountMax)
            #expect(try ServerMessage.decode(bytes) == .result(result))
        }
    }

    @Test func `bytes from anywhere never do harm`() {
        var random = SeededRandom(seed: 3)
        let operations: [UInt8] = [0x01, 0x02, 0x11, 0x12, 0x13]
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                // Long varints and small counts are rare among random bytes.
                let byte = UInt8.random(in: 0...255, using: &random)
                return Bool.random(using: &random) ? byte & 0x83 : byte
            }
            if !bytes.isEmpty, Bool.random(using: &random) {
                bytes[0] = operations.randomElement(using: &random) ?? 0
            }
            if let message = try? ClientMessage.decode(bytes) {
                #expect((try? ClientMessage.decode(message.bytes)) == message)
            }
            if case .delta(let delta)? = try? ServerMessage.decode(bytes) {
                #expect(zip(delta.indexes, delta.indexes.dropFirst()).allSatisfy(<))
                #expect(delta.indexes.count == delta.colours.count)
            }
        }
    }

    /// A number of any length.
    private func number(_ random: inout SeededRandom) -> UInt64 {
        UInt64.random(in: 0...Varint.valueMax, using: &random) >> Int.random(in: 0...53, using: &random)
    }
}

@Suite struct StateNameTests {
    @Test(arguments: [(1, 0, "1.0"), (.max, Varint.valueMax, "4294967295.9007199254740991"), (7, 10, "7.10")])
    func `a state is named by epoch and seq`(epoch: UInt32, seq: UInt64, text: String) {
        let state = StateName(epoch: epoch, seq: seq)
        #expect(state.description == text)
        #expect(StateName(text) == state)
        #expect(StateName(text[...]) == state)
    }

    @Test(arguments: [
        "", ".", "1", "1.", ".1", "0.1", "01.1", "1.01", "1.00", "+1.1", "1.-1", " 1.1", "1.1 ", "1.1.1",
        "1..1",
        "1,1", "1e1.1", "4294967296.1", "1.9007199254740992", "1.99999999999999999999999999", "٣.1",
        "1.1\u{0}",
        "99999999999999999999.1", "１.1",
    ])
    func `anything else is no state`(text: String) {
        #expect(StateName(text) == nil)
    }
}
