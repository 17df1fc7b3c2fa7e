/// What those who keep order have written, for whoever reads stored data.
extension Archive {
    /// The documents that stand, by kind and number.
    public func documents() throws(StorageError) -> [LedgerDocument] {
        try store.documents()
    }

    /// Reads every line of what was done, oldest first. `body` answers whether it wants more.
    public func forEachAuditLine(
        watch: WorkWatch = { _ in true }, _ body: (LedgerAuditLine) -> Bool
    ) throws(StorageError) {
        let inAll = store.head.auditCount
        guard inAll > 0 else { return }
        var last: UInt64 = 0
        var isStopped = false
        var fault: FormatFault?
        let failure = log.forEachRow(LogStore.auditQuestion + " ORDER BY number") { row in
            do throws(FormatFault) {
                let line = try LogStore.auditLine(of: row, row.bytes(1))
                guard line.number == last + 1 else {
                    throw FormatFault(offset: 0, reason: "line \(last + 1) should come before")
                }
                last = line.number
                isStopped = !body(line) || !watch(WorkProgress("reading what was done", last, of: inAll))
            } catch {
                fault = error
            }
            return !isStopped && fault == nil
        }
        if let fault { throw .damaged(store.path, "audit, after line \(last): \(fault.reason)") }
        if let failure { throw .damaged(store.path, "audit, after line \(last): \(failure.message)") }
        guard isStopped || last == inAll else {
            throw .damaged(store.path, "audit: it ends with line \(last) of \(inAll)")
        }
    }
}
