import Foundation
import Ledger
import Service

extension LedgerGroup {
    /// The twins are about what people do, and keep the people themselves without further ado.
    fileprivate var isAboutPeople: Bool {
        entries.allSatisfy { if case .session = $0 { true } else { false } }
    }
}

/// A ledger that writes nothing until the test says so, and answers from the test's thread.
final class HeldLedger: Ledger, @unchecked Sendable {
    typealias Completion = @Sendable (Result<Void, LedgerError>) -> Void

    private let condition = NSCondition()
    private var held: [(group: LedgerGroup, completion: Completion)] = []
    private var seen: [LedgerGroup] = []

    func commit(_ group: LedgerGroup, completion: @escaping Completion) {
        if group.isAboutPeople { return completion(.success(())) }
        condition.withLock {
            held.append((group, completion))
            seen.append(group)
            condition.broadcast()
        }
    }

    /// Every group that was handed over, in order.
    var groups: [LedgerGroup] { condition.withLock { seen } }

    /// Groups that wait to be completed.
    var heldCount: Int { condition.withLock { held.count } }

    /// Waits until so many groups were handed over in all.
    func waitForGroups(_ count: Int) throws {
        let deadline = Date(timeIntervalSinceNow: 20)
        try condition.withLock {
            while seen.count < count {
                guard condition.wait(until: deadline) else { throw LedgerError.failed }
            }
        }
    }

    /// Completes the oldest group.
    func complete(_ result: Result<Void, LedgerError> = .success(())) {
        let completion = condition.withLock { held.removeFirst().completion }
        completion(result)
    }
}

/// A ledger that answers later, from another thread, and refuses some groups.
final class LateLedger: Ledger, @unchecked Sendable {
    private let queue = DispatchQueue(label: "ledger")
    private let refuses: @Sendable (Int) -> Bool
    private var number = 0

    /// `refuses` is asked with the number of each group, from 0.
    init(refuses: @escaping @Sendable (Int) -> Bool = { _ in false }) {
        self.refuses = refuses
    }

    func commit(
        _ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void
    ) {
        if group.isAboutPeople { return queue.async { completion(.success(())) } }
        queue.async { [self] in
            usleep(UInt32(number * 7919 % 1500))
            let isRefused = refuses(number)
            number += 1
            completion(isRefused ? .failure(.full) : .success(()))
        }
    }
}

/// A ledger that answers at once and refuses some groups.
final class FaultyLedger: Ledger, @unchecked Sendable {
    private let lock = NSLock()
    private var failures: [LedgerError]

    /// The next groups are refused for these reasons, all later ones are kept.
    init(_ failures: [LedgerError]) {
        self.failures = failures
    }

    func commit(
        _ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void
    ) {
        if group.isAboutPeople { return completion(.success(())) }
        let failure = lock.withLock { failures.isEmpty ? nil : failures.removeFirst() }
        completion(failure.map { .failure($0) } ?? .success(()))
    }
}

/// A ledger that shows what became durable to whoever watches, as the one on disk does.
final class ObservedLedger: Ledger {
    private let ledger: any Ledger
    private let watch: PlacementWatch

    init(_ ledger: any Ledger, _ watch: PlacementWatch) {
        self.ledger = ledger
        self.watch = watch
    }

    func commit(_ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void) {
        ledger.commit(group) { [watch] result in
            if case .success = result { group.placements.forEach { watch.tell($0) } }
            completion(result)
        }
    }
}
