// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.config.Gateway.ProtectedTraffic;
import org.mssclamp.netlink.AttributeCursor;
import org.mssclamp.netlink.Errno;
import org.mssclamp.netlink.HostOrder;
import org.mssclamp.netlink.MessageWriter;
import org.mssclamp.netlink.NetlinkMessage;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Prefix;

/**
 * The kernel's IPsec policies for what leaves the host protected: what they add to a packet is in the MTU of no route.
 *
 * <p>Those of an xfrm interface or of a mark, as a vti interface sets it, are left out: routes know their interface.
 *
 * <pre>
 *   struct xfrm_userpolicy_info
 *   0          16          32      40         42        43         56                   160   168
 *   │ to 16    │ from 16   │ ports │ family 2 │ bits to │ bits from │ lifetimes, index … │ dir │ XFRMA_TMPL …
 * </pre>
 */
public final class IpsecPolicies {
    private static final int XFRM_MSG_NEWPOLICY = 0x13;
    private static final int XFRM_MSG_GETPOLICY = 0x15;
    /** Octets of {@code struct xfrm_userpolicy_id}, which a request begins with. */
    private static final int REQUEST_OCTETS = 64;

    private static final int POLICY_OCTETS = 168;
    private static final int TO = 0;
    private static final int FROM = 16;
    private static final int FAMILY = 40;
    private static final int BITS_TO = 42;
    private static final int BITS_FROM = 43;
    private static final int DIRECTION = 160;
    private static final int OUT = 1;
    /** The transformations; a policy without lets pass or blocks. */
    private static final int XFRMA_TMPL = 5;

    private static final int XFRMA_MARK = 21;
    private static final int XFRMA_IF_ID = 31;

    private static final int AF_INET = 2;

    private static final int DATAGRAM_OCTETS = 32 << 10;
    private static final int WAIT_MILLIS = 2000;

    private final MessageBatch batch = new MessageBatch(4, DATAGRAM_OCTETS);
    private final NetlinkMessage message = new NetlinkMessage();
    private final AttributeCursor attributes = new AttributeCursor();
    private final List<ProtectedTraffic> policies = new ArrayList<>();
    private boolean complete;

    private IpsecPolicies() {}

    /** Those of outgoing packets; closes the channel, which is of NETLINK_XFRM. */
    public static List<ProtectedTraffic> list(NetlinkChannel channel) {
        IpsecPolicies list = new IpsecPolicies();
        try {
            list.read(channel);
            return List.copyOf(list.policies);
        } finally {
            channel.close();
            list.batch.close();
        }
    }

    private void read(NetlinkChannel channel) {
        ByteBuf request = new MessageWriter(XFRM_MSG_GETPOLICY, NetlinkMessage.DUMP, 1)
                .append(new byte[REQUEST_OCTETS])
                .finish();
        check(channel.send(request));
        request.release();
        while (!complete) {
            int count = channel.receive(batch);
            check(count);
            for (int slot = 0; slot < count; slot++) {
                readDatagram(batch.index(slot), batch.index(slot) + batch.length(slot));
            }
            if (count == 0 && !channel.await(WAIT_MILLIS)) {
                check(-Errno.EAGAIN);
            }
        }
    }

    private static void check(int result) {
        if (result < 0) {
            throw new ErrnoException("list the IPsec policies", -result, "");
        }
    }

    private void readDatagram(int index, int end) {
        int next = index;
        while (next < end && message.wrap(batch.buffer(), next, end - next)) {
            switch (message.type()) {
                case XFRM_MSG_NEWPOLICY -> readPolicy(next + NetlinkMessage.HEADER_OCTETS);
                case NetlinkMessage.DONE -> complete = true;
                case NetlinkMessage.ERROR -> check(message.isWholeError() ? -message.errno() : -Errno.EINVAL);
                default -> {}
            }
            next = NetlinkMessage.align(message.end() - index) + index;
        }
    }

    private void readPolicy(int policy) {
        ByteBuf buffer = batch.buffer();
        if (message.end() - policy < POLICY_OCTETS || buffer.getByte(policy + DIRECTION) != OUT) {
            return;
        }
        if (protectsByAddressesAlone(policy + POLICY_OCTETS)) {
            policies.add(new ProtectedTraffic(prefix(policy, FROM, BITS_FROM), prefix(policy, TO, BITS_TO)));
        }
    }

    private boolean protectsByAddressesAlone(int index) {
        ByteBuf buffer = batch.buffer();
        boolean transforms = false;
        attributes.wrap(buffer, index, message.end());
        while (attributes.advance()) {
            switch (attributes.type()) {
                case XFRMA_TMPL -> transforms = true;
                case XFRMA_MARK -> {
                    return false;
                }
                case XFRMA_IF_ID -> {
                    if (HostOrder.integer(buffer, attributes.valueIndex()) != 0) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return transforms;
    }

    private Prefix prefix(int policy, int address, int bits) {
        ByteBuf buffer = batch.buffer();
        boolean isIpv4 = HostOrder.unsignedShort(buffer, policy + FAMILY) == AF_INET;
        byte[] octets = new byte[isIpv4 ? 4 : 16];
        buffer.getBytes(policy + address, octets);
        int length = Math.min(buffer.getUnsignedByte(policy + bits), octets.length * Byte.SIZE);
        String text =
                new IPAddressGenerator().from(octets, length).toPrefixBlock().toCanonicalString();
        Prefix prefix = isIpv4
                ? new Prefix(Family.IPV4, 0, buffer.getUnsignedInt(policy + address), length, false, text)
                : new Prefix(
                        Family.IPV6,
                        buffer.getLong(policy + address),
                        buffer.getLong(policy + address + Long.BYTES),
                        length,
                        false,
                        text);
        return prefix.shortened(length);
    }
}
