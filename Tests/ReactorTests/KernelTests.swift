import Foundation
import Reactor
import Testing

struct KernelTests {
    @Test func `a descriptor is closed when its owner lets go`() async {
        // In a process of its own, where nobody else takes the number.
        await #expect(processExitsWith: .success) {
            let number = open("/dev/null", O_RDONLY)
            do {
                let descriptor = Descriptor(owning: number)
                try #require(descriptor.number == number)
                try #require(fcntl(number, F_GETFD) >= 0)
            }
            try #require(fcntl(number, F_GETFD) == -1)
        }
    }

    @Test func `a descriptor closed behind its owner's back stops the process`() async {
        await #expect(processExitsWith: .failure) {
            let descriptor = Descriptor(owning: open("/dev/null", O_RDONLY))
            close(descriptor.number)
        }
    }

    @Test func `as many descriptors are allowed as the system lets us have`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = 64
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            try #require(DescriptorLimit.raise() == Int(clamping: limit.rlim_max))
            try #require(DescriptorLimit.raise() == Int(clamping: limit.rlim_max))
        }
    }

    @Test func `a signal is told on the loop, between other events`() throws {
        let worker = try WorkerThread(name: "signals")
        let received = Shared<[Signal]>([])
        let accepted = worker.post {
            // Before the loop, on the thread the signals are sent to.
            Signals.block()
            guard let loop = try? EventLoop() else { return }
            _ = try? Signals(on: loop) { signal in
                received.update { $0.append(signal) }
                if signal == .terminate { loop.stop() }
            }
            loop.post {
                raise(SIGHUP)
                raise(SIGTERM)
            }
            loop.run()
        }
        #expect(accepted)
        worker.stop()
        worker.join()
        #expect(received.value == [.hangUp, .terminate])
    }

    @Test func `random bytes differ, and the last ones are random too`() {
        var bytes = SystemRandom.bytes(100_000)
        #expect(bytes != SystemRandom.bytes(100_000))
        #expect(bytes.suffix(32).contains { $0 != 0 })
        bytes = Array(repeating: 0, count: 3)
        while bytes.contains(0) { SystemRandom.fill(&bytes) }
        #expect(SystemRandom.number(of: UInt64.self) != SystemRandom.number(of: UInt64.self))
        #expect(SystemRandom.bytes(0).isEmpty)
    }

    @Test func `the clocks go forward, one of them from 1970`() {
        let start = MonotonicClock.nowMillis()
        usleep(2_000)
        #expect(MonotonicClock.nowMillis() > start)
        #expect(abs(Double(WallClock.nowMillis()) - Date().timeIntervalSince1970 * 1_000) < 5_000)
    }

    @Test func `addresses are told apart by their bytes and written in the usual way`() {
        let four = PeerAddress(high: 0, low: 0xffff_c000_0201)
        #expect(four.description == "192.0.2.1")
        #expect(four.isIPv4)
        let six = PeerAddress(high: 0x2001_0db8_0000_0000, low: 1)
        #expect(six.description == "2001:db8::1")
        #expect(!six.isIPv4)
        #expect(four != six)
    }

    @Test func `a lock lets one thread in at a time`() {
        let lock = Lock()
        var count = 0
        withUnsafeMutablePointer(to: &count) { pointer in
            let address = UInt(bitPattern: pointer)
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                guard let pointer = UnsafeMutablePointer<Int>(bitPattern: address) else { return }
                for _ in 0..<10_000 { lock.withLock { pointer.pointee += 1 } }
            }
        }
        #expect(count == 40_000)
    }
}
