import Reactor
import Wire

/// Somebody who asked for changes and waits for the next one.
struct PollWaiter {
    let since: StateName
    let network: NetworkKey
    let reply: @Sendable (PollAnswer) -> Void
    let timer: TimerToken
}

/// How a request for changes ended.
enum PollAnswer: Sendable {
    case changes(CatchUpBody)
    /// Nothing happened in the time given, or the server is going away.
    case nothing(StateName)
}

/// One whole message, and the state after it.
struct CatchUpBody: Sendable {
    let bytes: [UInt8]
    let state: StateName
}
