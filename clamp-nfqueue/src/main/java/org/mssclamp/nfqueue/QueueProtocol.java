// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.nfqueue;

/** Numbers of {@code linux/netfilter/nfnetlink_queue.h}. */
final class QueueProtocol {
    // type = NFNL_SUBSYS_QUEUE << 8 | message
    static final int PACKET = 0x0300;
    static final int VERDICT = 0x0301;
    static final int CONFIG = 0x0302;
    static final int VERDICT_BATCH = 0x0303;

    /** {@code struct nfgenmsg}: family, version, queue number in network order. */
    static final int NFGENMSG_OCTETS = 4;

    static final int NFQA_PACKET_HDR = 1;
    static final int NFQA_VERDICT_HDR = 2;
    static final int NFQA_MARK = 3;
    static final int NFQA_IFINDEX_INDEV = 5;
    static final int NFQA_IFINDEX_OUTDEV = 6;
    static final int NFQA_PAYLOAD = 10;
    static final int NFQA_CAP_LEN = 13;
    static final int NFQA_SKB_INFO = 14;

    /** NFQA_SKB_CSUMNOTREADY. */
    static final int CHECKSUM_NOT_READY = 1;

    static final int NFQA_CFG_CMD = 1;
    static final int NFQA_CFG_PARAMS = 2;
    static final int NFQA_CFG_QUEUE_MAXLEN = 3;
    static final int NFQA_CFG_MASK = 4;
    static final int NFQA_CFG_FLAGS = 5;

    static final int CMD_BIND = 1;
    /** Does nothing on any kernel of today but check the privilege to ask for it. */
    static final int CMD_PF_BIND = 3;

    static final int COPY_PACKET = 2;
    static final int FAIL_OPEN = 1;

    static final int NF_DROP = 0;
    static final int NF_ACCEPT = 1;
    /** Into a queue, again or another; its number is in the upper 16 bits. */
    static final int NF_QUEUE = 3;

    private QueueProtocol() {}
}
