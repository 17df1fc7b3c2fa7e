extension Benchmark {
    static let idleMemory = Benchmark(
        name: "idle-memory", text: "the server's resident memory per subscriber that only waits"
    ) { setting throws(BenchFailure) in
        let readerCount = setting.scale.pick(smoke: 50, small: 1000, full: 10_000)
        let server = try ServerProcess(setting.server, options: [])
        let crowd = try Crowd(port: server.port)
        let state = try Visit.state(in: crowd)
        // The first visitors make the server grow by what it needs once.
        try crowd.join(10, as: ClientKind(since: state))
        let before = try server.residentBytes()
        let cpuBefore = try server.cpuTime()
        try crowd.join(readerCount, as: ClientKind(since: state))
        try crowd.pause(seconds: setting.scale.pick(smoke: 0.1, small: 2, full: 3))
        let after = try server.residentBytes()
        let cpu = try server.cpuTime() - cpuBefore
        try crowd.leave()
        try server.stop()
        var report = Report()
        report.add("subscribers", "\(readerCount)")
        report.add("server before", "\(before / 1024) KiB")
        report.add("server after", "\(after / 1024) KiB")
        report.add(
            "per subscriber", Double(after - before) / Double(readerCount), unit: "bytes", atMost: 1024)
        report.add("processor per handshake", "\((cpu.total / Double(readerCount)).short) us")
        return report
    }
}
