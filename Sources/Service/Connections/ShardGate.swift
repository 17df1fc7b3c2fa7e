import Reactor

/// The way to a shard from any thread: work is done on the shard's own loop, at once where that is this one.
///
/// `@unchecked Sendable` is safe because `shard` is only touched on its own loop, inside `perform`.
final class ShardGate: @unchecked Sendable {
    let loop: EventLoop
    private let shard: Shard

    init(_ shard: Shard) {
        loop = shard.loop
        self.shard = shard
    }

    func perform(_ work: @escaping @Sendable (Shard) -> Void) {
        if loop.isCurrent {
            work(shard)
        } else {
            loop.post { work(self.shard) }
        }
    }
}
