import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page";

export const metadata: Metadata = { title: "Create an account – Todo" };

export default function SignUp() {
  return <AccountPage kind="signup" />;
}
