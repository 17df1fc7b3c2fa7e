import TestKit
import Wire

/// Somebody who watches until the server dies, comes back with the last state seen, and believes nothing that
/// does not follow from it.
final class Watcher: @unchecked Sendable {
    private(set) var epoch: UInt32 = 0
    private(set) var replica: Replica
    private(set) var resumedCount = 0
    private var isResuming = false

    init(pixelCount: Int) {
        replica = Replica(pixelCount: pixelCount)
    }

    /// Watches until the server is gone, or until it holds that state. Whatever else happens is thrown.
    func watch(port: UInt16, until seq: UInt64? = nil) throws {
        let since = replica.seq.map { "?since=\(StateName(epoch: epoch, seq: $0))" } ?? ""
        isResuming = replica.seq != nil
        do {
            let client = try WebSocketClient(port: port, path: "/ws" + since)
            while seq == nil || isResuming || replica.seq != seq {
                guard try take(client.next()) else { return }
            }
        } catch let error as BlockingSocket.Failure {
            if case .timedOut = error { throw error }
        }
    }

    /// False when the server is gone.
    private func take(_ event: ServerEvent) throws -> Bool {
        switch event {
        case .text(let text):
            if text["type"]?.string == "hello" { try greeted(text) }
        case .message(let message):
            try resumed(with: message)
            try replica.apply(message)
        case .closed, .dropped: return false
        }
        return true
    }

    private func greeted(_ hello: JSONValue) throws {
        guard let told = hello["epoch"]?.integer, epoch == 0 || epoch == UInt32(told) else {
            throw Broken("the epoch was \(epoch), and is another now")
        }
        epoch = UInt32(told)
        guard hello["seq"]?.integer ?? 0 >= Int64(replica.seq ?? 0) else {
            throw Broken("state \(replica.seq ?? 0) was shown, and now the board begins before that")
        }
    }

    /// What was seen is still what it was: the way from there is known, and leads to the right digest.
    private func resumed(with message: ServerMessage) throws {
        guard isResuming else { return }
        if case .result = message { return }
        isResuming = false
        guard case .delta = message else { throw Broken("the state that was shown is not known any more") }
        resumedCount += 1
    }
}
