// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.nio.file.Path;
import java.util.List;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.RuleBuilder;
import org.mssclamp.tunnel.TunnelStack;

/** A tunnel through the path of a {@link TunnelLab}, and a worker at its near gateway. */
final class ConnectedTunnel implements AutoCloseable {
    private final TunnelLab lab;
    private final RunningWorker worker;
    private final Action.Tunnel action;

    private ConnectedTunnel(TunnelLab lab, Action.Tunnel action) {
        this.lab = lab;
        this.action = action;
        worker = new RunningWorker(lab.near());
    }

    /** Makes all of it; the directory takes what the program reads and says. */
    static ConnectedTunnel create(Vpn vpn, int pathMtu, Path directory) {
        TunnelStack stack = TunnelStack.of(List.of(vpn.tunnel()));
        TunnelLab lab = new TunnelLab(pathMtu);
        try {
            vpn.connect(lab, directory);
            return new ConnectedTunnel(lab, Action.Tunnel.of(stack, pathMtu));
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    TunnelLab lab() {
        return lab;
    }

    /** From now on handshakes pass as they are. */
    void leaveAlone() {
        lab.filterAtNearGateway();
    }

    /** From now on handshakes are clamped by a rule that names the tunnel. */
    void clamp() {
        clamp(action);
    }

    /** As {@link #clamp}, but so that the MSS is greater by one. */
    void clampToOneOctetMore() {
        clamp(new Action.Mtu(action.innerMtu() + 1));
    }

    private void clamp(Action any) {
        worker.publish(RuleBuilder.rule("tunnel").action(any));
        lab.filterAtNearGateway(Firewall.FORWARDED_SYNS + RunningWorker.QUEUE);
    }

    @Override
    public void close() {
        worker.close();
        lab.close();
    }

    @Override
    public String toString() {
        return action.toString();
    }
}
