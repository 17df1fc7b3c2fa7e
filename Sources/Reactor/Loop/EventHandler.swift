/// What a descriptor can do at this moment. The bits are those of epoll.
@frozen
public struct Readiness: OptionSet, Sendable {
    /// The kernel's bits.
    public let rawValue: UInt32

    /// The readiness with these bits of the kernel.
    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// There are bytes, an end of the stream, or a waiting connection to read.
    @inlinable public static var readable: Readiness { Readiness(rawValue: 1) }
    /// Bytes can be written, or a connection was made or refused.
    @inlinable public static var writable: Readiness { Readiness(rawValue: 4) }
    /// An error is pending: the connection is broken. Told whatever the interest was.
    @inlinable public static var failed: Readiness { Readiness(rawValue: 8) }
    /// Both directions are shut. Told whatever the interest was.
    @inlinable public static var hungUp: Readiness { Readiness(rawValue: 16) }
}

/// What a handler wants to be told about its descriptor. `failed` and `hungUp` are always told.
@frozen
public struct Interest: OptionSet, Sendable {
    /// The kernel's bits.
    public let rawValue: UInt32

    /// The interest with these bits of the kernel.
    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Tell when there is something to read.
    @inlinable public static var readable: Interest { Interest(rawValue: 1) }
    /// Tell when something can be written.
    @inlinable public static var writable: Interest { Interest(rawValue: 4) }
}

/// What an `EventLoop` calls: the base of everything that owns a descriptor or waits for a time.
///
/// A class to inherit from rather than a protocol, because that is the cheapest call there is for an array of
/// many kinds of handlers. All calls come on the loop's thread.
open class EventHandler {
    /// A handler of nothing yet.
    public init() {}

    /// The watched descriptor is ready.
    ///
    /// Epoll is level-triggered here: what is not read now is told again in the next turn, so a handler may
    /// stop wherever it likes. One that is told `failed` or `hungUp` must unwatch, or it is told in every
    /// turn.
    open func ready(_ readiness: Readiness) {
        preconditionFailure(
            "\(type(of: self)) watches a descriptor but does not say what to do when it is ready")
    }

    /// A timer scheduled for this handler has come due. It is spent: the token means nothing any more.
    open func timerFired(_ timer: TimerToken) {
        preconditionFailure("\(type(of: self)) schedules timers but does not say what to do when they fire")
    }
}

/// What an `EventLoop` calls at the end of each of its turns.
open class TurnHandler {
    /// A handler that does nothing yet.
    public init() {}

    /// Everything that was ready has been handled: the moment to publish and to write in one go.
    open func turnEnded() {
        preconditionFailure("\(type(of: self)) does not say what to do at the end of a turn")
    }
}

/// Names one watched descriptor of one loop, until `unwatch`.
@frozen
public struct Watch: Equatable, Sendable {
    let slot: UInt32
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// What travels through the kernel with every event.
    init(eventData: UInt64) {
        slot = UInt32(truncatingIfNeeded: eventData)
        generation = UInt32(truncatingIfNeeded: eventData >> 32)
    }

    var eventData: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
