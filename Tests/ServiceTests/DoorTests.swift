import Ledger
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Where people come from, and how many of them.
struct DoorTests {
    private func key(_ text: String) throws -> NetworkKey {
        NetworkKey(try #require(NetworkAddress(text)))
    }

    @Test func `ten thousand addresses of one network are one`() {
        let base: UInt64 = 0x2001_0db8_0001_0002
        var counts = NetworkCounts(max: 5)
        var budgets = SessionBudgets(perAddress: 5)
        var admitted = 0
        var opened = 0
        for number in 0..<10_000 {
            let address = NetworkAddress(high: base, low: UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
            if counts.admit(NetworkKey(address)) { admitted += 1 }
            if budgets.spend(NetworkKey(address), at: 0) { opened += 1 }
        }
        #expect(admitted == 5 && opened == 5)
    }

    @Test func `ten thousand networks of one site have so many together`() {
        let base: UInt64 = 0x2001_0db8_0001_0000
        var counts = NetworkCounts(max: 5)
        var budgets = SessionBudgets(perAddress: 5)
        var admitted: [NetworkKey] = []
        var opened = 0
        for network in 0..<10_000 {
            let key = NetworkKey(NetworkAddress(high: base | UInt64(network), low: 1))
            if counts.admit(key) { admitted.append(key) }
            if budgets.spend(key, at: 0) { opened += 1 }
        }
        #expect(admitted.count == 5 * Limits.siteMultiple && opened == 5 * Limits.siteMultiple)
        // A neighbour's site is another, and whoever leaves makes room.
        let neighbour = NetworkKey(NetworkAddress(high: base + 0x1_0000, low: 1))
        #expect(counts.admit(neighbour) == true)
        #expect(budgets.spend(neighbour, at: 0) == true)
        #expect(counts.admit(admitted[0]) == false)
        counts.dismiss(admitted[0])
        #expect(counts.admit(admitted[0]) == true)
        for key in admitted { counts.dismiss(key) }
        for _ in 0..<5 { #expect(counts.admit(admitted[1]) == true) }
    }

    @Test func `an IPv4 address is one however it is written, and has no site`() throws {
        #expect(try key("192.0.2.1") == key("::ffff:192.0.2.1"))
        #expect(try key("192.0.2.1") != key("192.0.2.2"))
        #expect(try key("192.0.2.1").site == nil && key("2001:db8::1").site != nil)
        #expect(try key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9"))
        #expect(try key("2001:db8:1:2::1").site == key("2001:db8:1:3::1").site)
        #expect(try key("2001:db8:1::").site != key("2001:db8:2::").site)
    }

    @Test func `without a limit everybody comes in`() throws {
        var counts = NetworkCounts(max: 0)
        var budgets = SessionBudgets(perAddress: 0)
        let key = try key("2001:db8::1")
        for _ in 0..<1000 {
            #expect(counts.admit(key) == true)
            #expect(budgets.spend(key, at: 0) == true)
        }
    }

    @Test func `sockets have a limit of their own, wide enough for the other to be told`() {
        var limits = Limits()
        #expect(limits.socketsPerAddress == 1024)
        limits.connectionsPerAddress = 1
        #expect(limits.socketsPerAddress == Limits.socketsPerAddressMin)
        limits.connectionsPerAddress = 0
        #expect(limits.socketsPerAddress == 0)
    }

    @Test(arguments: [1, 3])
    func `one socket too many of an address is told so at the door`(loops: Int) throws {
        let server = try RunningServer(loops: loops) { $0.limits.connectionsPerAddress = 1 }
        try withServer(server) { server in
            // Asked once, so that each is known to have been accepted.
            var clients = try (0..<Limits.socketsPerAddressMin).map { _ in
                let client = try HTTPClient(port: server.port)
                #expect(try client.ask("GET", "/healthz").status == 200)
                return client
            }
            let refused = try HTTPClient(port: server.port).answer()
            #expect(refused.status == 429 && refused.errorCode == "too-many")
            #expect(refused["retry-after"] != nil && refused["connection"] == "close")
            #expect(try clients[0].ask("GET", "/healthz").status == 200)
            clients.removeLast()
            while (try? server.ask("GET", "/healthz"))?.status != 200 {}
        }
    }

    @Test func `behind a trusted proxy everybody is counted by where they come from`() throws {
        let loopback = try #require(AddressRange("127.0.0.1"))
        let server = try RunningServer {
            $0.limits.connectionsPerAddress = 1
            $0.limits.sessionsPerAddress = 1
            $0.trustedProxies = [loopback]
        }
        try withServer(server) { server in
            func open(_ header: String, _ value: String) throws -> Int {
                try server.ask("POST", "/api/session", fields: [(header, value)]).status
            }
            #expect(try open("X-Forwarded-For", "192.0.2.1") == 200)
            #expect(try open("Forwarded", "for=192.0.2.1;proto=https") == 429)
            #expect(try open("X-Forwarded-For", "192.0.2.7, 192.0.2.2") == 200)
            #expect(try open("Forwarded", "for=\"[2001:db8::1]:5\"") == 200)
            #expect(try open("X-Forwarded-For", "2001:db8::2") == 429)
            let state = try #require(try server.ask("GET", "/api/boards/main/pixels")["toile-state"])
            let target = "/api/boards/main/changes?since=\(state)&wait=20"
            let waiter = try HTTPClient(port: server.port)
            try waiter.send("GET", target, fields: [("X-Forwarded-For", "192.0.2.1")])
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
            let second = try server.ask("GET", target, fields: [("X-Forwarded-For", "192.0.2.1")])
            #expect(second.status == 429)
            let malformed = try server.ask("GET", "/healthz", fields: [("X-Forwarded-For", "192.0.2.1,")])
            #expect(malformed.status == 400 && malformed.errorCode == "bad-forwarding")
            // The proxy itself may have any number of sockets.
            let clients = try (0..<Limits.socketsPerAddressMin + 10).map { _ in
                try HTTPClient(port: server.port)
            }
            for client in clients { #expect(try client.ask("GET", "/healthz").status == 200) }
        }
    }

    @Test func `headers of whoever is no proxy of ours count for nothing`() throws {
        let other = try #require(AddressRange("10.0.0.0/8"))
        let server = try RunningServer {
            $0.limits.sessionsPerAddress = 1
            $0.trustedProxies = [other]
        }
        try withServer(server) { server in
            let first = try server.ask("POST", "/api/session", fields: [("X-Forwarded-For", "192.0.2.1")])
            #expect(first.status == 200)
            let second = try server.ask("POST", "/api/session", fields: [("X-Forwarded-For", "192.0.2.2")])
            #expect(second.status == 429)
            #expect(try server.ask("GET", "/healthz", fields: [("Forwarded", "?,;=")]).status == 200)
        }
    }
}
