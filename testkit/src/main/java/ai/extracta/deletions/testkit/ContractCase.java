package ai.extracta.deletions.testkit;

/**
 * One promise of a transport and how it is checked.
 *
 * @param name what the transport does, as a sentence without its subject
 * @param check fails if the transport does not
 */
record ContractCase(String name, Check check) {

    /** Tries a transport in an environment of its own, which is torn down afterwards. */
    interface Check {

        void run(ContractContext context) throws Exception;
    }

    /** Shown as the name of the test. */
    @Override
    public String toString() {
        return name;
    }
}
