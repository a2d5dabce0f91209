package ai.extracta.deletions.testkit;

/**
 * One requirement for transports and its check.
 *
 * @param name what the transport does, as a sentence without its subject
 * @param check fails if the transport does not
 */
record ContractCase(String name, Check check) {

    /** Checks a transport in an environment of its own. */
    interface Check {

        void run(ContractContext context) throws Exception;
    }

    /** Shown as the name of the test. */
    @Override
    public String toString() {
        return name;
    }
}
