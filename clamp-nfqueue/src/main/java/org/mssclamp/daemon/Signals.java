// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system, by {@code sun.misc.Signal}.
 *
 * <p>Reached by reflection: javac warns of that class in a way that no option silences, and warnings are errors here.
 */
final class Signals {
    private Signals() {}

    /** Runs an action, on a thread of the JVM, whenever a signal comes; the name is without {@code SIG}. */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("this JVM does not let signal " + name + " be handled", missing);
        }
    }
}
