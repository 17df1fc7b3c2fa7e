import Glibc
import Reactor
import Terminal

/// Watches a terminal: tells about keys, and once about being able to take more.
final class TerminalWatch {
    private let loop: EventLoop
    private let input: DescriptorWatch
    private let output: DescriptorWatch

    init(
        on loop: EventLoop, screen: TerminalScreen, keysCame: @escaping () -> Void,
        isWritable: @escaping () -> Void
    ) throws(SystemError) {
        self.loop = loop
        input = try DescriptorWatch(screen.inputDescriptor, on: loop, for: .readable, keysCame)
        output = try DescriptorWatch(screen.outputDescriptor, on: loop, for: [], isWritable)
    }

    /// Tells when the terminal can take more.
    func waitUntilWritable() {
        output.change(to: .writable)
    }

    /// Tells so no longer.
    func rest() {
        output.change(to: [])
    }

    func leave() {
        input.leave()
        output.leave()
    }
}

/// One descriptor that belongs to somebody else, watched through another number for the same thing.
private final class DescriptorWatch: EventHandler {
    private let loop: EventLoop
    private let descriptor: Descriptor
    private let isReady: () -> Void
    private var watch: Watch?

    init(
        _ number: Int32, on loop: EventLoop, for interest: Interest, _ isReady: @escaping () -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.isReady = isReady
        descriptor = try Descriptor(duplicating: number)
        super.init()
        watch = try loop.watch(descriptor, for: interest, handler: self)
    }

    func change(to interest: Interest) {
        if let watch { loop.change(watch, to: interest) }
    }

    func leave() {
        if let watch { loop.unwatch(watch) }
        watch = nil
    }

    override func ready(_ readiness: Readiness) {
        isReady()
    }
}
