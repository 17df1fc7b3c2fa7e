import Foundation
import TestKit
import Testing
import Wire

/// A server under a storm, killed at a random instant, over and over on the same data: twenty times here,
/// more by `make torture ROUNDS=1000`. The seed is told, and `TOILE_TORTURE_SEED` repeats the same instants,
/// as far as two runs of several processes can be the same.
struct CrashTests {
    @Test func `killed at any instant, nothing that anybody was told is lost`() throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["TOILE_TORTURE_ROUNDS"].flatMap { Int($0) } ?? 20
        let seed = environment["TOILE_TORTURE_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000)
        print("torture: seed \(seed), \(rounds) rounds")
        let data = try DataFolder()
        let torture = try Torture(seed: seed, data: data.path) { $0.end(with: SIGKILL) }
        try torture.run(rounds: rounds)
        #expect(torture.acknowledgedCount > rounds * 10)
    }
}
