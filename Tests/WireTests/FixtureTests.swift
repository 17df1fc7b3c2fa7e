import Foundation
import TestKit
import Testing
import Wire

/// Our codec against vectors that it did not write.
@Suite struct FixtureTests {
    private let fixtures: Fixtures

    init() throws {
        fixtures = try Fixtures.load()
    }

    @Test(.enabled(if: python != nil, "there is no python3 on this machine"))
    func `the vectors are what their script writes`() throws {
        let script = Process()
        script.executableURL = python
        script.arguments = [ProjectFiles.root.appending(path: "Tests/Fixtures/make_wire.py").path, "--check"]
        try script.run()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
    }

    @Test func `varints are written as the vectors say`() {
        for vector in fixtures.varints {
            var bytes: [UInt8] = []
            Varint.append(vector.value, to: &bytes)
            #expect(bytes == [UInt8](hex: vector.hex))
            #expect(Varint.byteCount(vector.value) == bytes.count)
        }
    }

    @Test func `the server's messages are read as the vectors say`() throws {
        for vector in fixtures.server {
            let expected = try #require(vector.message.serverMessage, "\(vector.name)")
            #expect(try ServerMessage.decode([UInt8](hex: vector.hex)) == expected, "\(vector.name)")
        }
    }

    @Test func `the server's messages are written as the vectors say`() throws {
        for vector in fixtures.server {
            let message = try #require(vector.message.serverMessage)
            #expect(encode(message) == [UInt8](hex: vector.hex), "\(vector.name)")
        }
    }

    @Test func `the clients' messages are read and written as the vectors say`() throws {
        for vector in fixtures.client {
            let bytes = [UInt8](hex: vector.hex)
            let message = try #require(vector.message.clientMessage, "\(vector.name)")
            #expect(try ClientMessage.decode(bytes) == message, "\(vector.name)")
            #expect(message.bytes == bytes, "\(vector.name)")
            let padded = [1, 1] + bytes + [2]
            #expect(try ClientMessage.decode(padded, 2..<2 + bytes.count) == message, "\(vector.name)")
        }
    }

    @Test func `what is no message is refused with its close code`() {
        for vector in fixtures.invalid {
            let bytes = [UInt8](hex: vector.hex)
            let error = #expect(throws: WireError.self, "\(vector.name)") {
                if vector.direction == "client" {
                    _ = try ClientMessage.decode(bytes)
                } else {
                    _ = try ServerMessage.decode(bytes)
                }
            }
            #expect(error?.closeCode == vector.closeCode, "\(vector.name)")
        }
    }

    @Test func `no message can be cut short unnoticed`() {
        for vector in fixtures.client {
            let bytes = [UInt8](hex: vector.hex)
            for count in bytes.indices {
                #expect(throws: WireError.self) { try ClientMessage.decode(bytes, 0..<count) }
            }
        }
        for vector in fixtures.server {
            let bytes = [UInt8](hex: vector.hex)
            // A part of a board may end after any pixel.
            let essential = bytes.count - (vector.message.colours?.count ?? 0)
            for count in 0..<essential {
                #expect(throws: WireError.self) { try ServerMessage.decode(Array(bytes[..<count])) }
            }
        }
    }

    private func encode(_ message: ServerMessage) -> [UInt8] {
        var bytes: [UInt8] = []
        switch message {
        case .delta(let delta):
            var board = [UInt8](repeating: 0, count: delta.indexes.last.map { Int($0) + 1 } ?? 0)
            for (index, colour) in zip(delta.indexes, delta.colours) { board[Int(index)] = colour }
            DeltaFrame.append(
                to: &bytes, seq: delta.seq, advance: delta.advance, digest: delta.digest,
                indexes: delta.indexes,
                colours: board)
        case .board(let part):
            BoardPart.appendHeader(
                to: &bytes, seq: part.seq, digest: part.digest, offset: Int(part.offset),
                total: Int(part.total))
            bytes += part.colours
        case .result(let result):
            result.append(to: &bytes)
        }
        return bytes
    }
}

private let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
    .first(where: FileManager.default.isExecutableFile(atPath:))
    .map { URL(filePath: $0) }

extension Fixtures.Message {
    fileprivate var serverMessage: ServerMessage? {
        switch op {
        case "delta":
            guard let seq, let advance, let digest, let changes else { return nil }
            return .delta(
                DecodedDelta(
                    seq: seq, advance: advance, digest: digest, indexes: changes.map { $0[0] },
                    colours: changes.map { UInt8($0[1]) }))
        case "board":
            guard let seq, let digest, let offset, let total, let colours else { return nil }
            return .board(BoardPart(seq: seq, digest: digest, offset: offset, total: total, colours: colours))
        case "result":
            guard let tag, let status, let colour, let charges, let waitMillis, let seq else { return nil }
            return .result(
                ResultMessage(
                    tag: tag, status: status, colour: colour, charges: charges, waitMillis: waitMillis,
                    seq: seq))
        default:
            return nil
        }
    }

    fileprivate var clientMessage: ClientMessage? {
        switch op {
        case "place":
            guard let colour, let x, let y, let tag else { return nil }
            return .place(PlaceMessage(colour: colour, x: x, y: y, tag: tag))
        case "resync":
            guard let epoch, let seq else { return nil }
            return .resync(epoch: epoch, seq: seq)
        case "undo":
            guard let x, let y, let tag else { return nil }
            return .undo(UndoMessage(x: x, y: y, tag: tag))
        default:
            return nil
        }
    }
}
