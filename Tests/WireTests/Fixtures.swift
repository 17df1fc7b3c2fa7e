import Foundation
import TestKit
import Wire

/// `Tests/Fixtures/wire.json`, read by Foundation and not by our own parser.
struct Fixtures: Decodable {
    struct DigestVector: Decodable {
        let name: String
        let width: Int
        let height: Int
        let colours: [UInt8]?
        let digest: UInt32
    }

    struct VarintVector: Decodable {
        let value: UInt64
        let hex: String
    }

    struct Message: Decodable {
        let op: String
        let seq: UInt64?
        let advance: UInt64?
        let digest: UInt32?
        let changes: [[UInt32]]?
        let offset: UInt64?
        let total: UInt64?
        let colours: [UInt8]?
        let tag: UInt16?
        let status: UInt8?
        let colour: UInt8?
        let charges: UInt8?
        let waitMillis: UInt64?
        let x: UInt16?
        let y: UInt16?
        let epoch: UInt64?
    }

    struct MessageVector: Decodable {
        let name: String
        let hex: String
        let message: Message
    }

    struct InvalidVector: Decodable {
        let name: String
        let direction: String
        let hex: String
        let closeCode: UInt16
    }

    let digests: [DigestVector]
    let varints: [VarintVector]
    let server: [MessageVector]
    let client: [MessageVector]
    let invalid: [InvalidVector]

    static func load() throws -> Fixtures {
        try JSONDecoder().decode(Fixtures.self, from: ProjectFiles.fixture("wire.json"))
    }
}

extension [UInt8] {
    /// The bytes that `hex` writes down.
    init(hex: String) {
        let digits = hex.utf8.map {
            UInt8(ascii: "a") <= $0 ? $0 - UInt8(ascii: "a") + 10 : $0 - UInt8(ascii: "0")
        }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
